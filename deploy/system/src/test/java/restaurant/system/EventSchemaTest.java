package restaurant.system;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.json.Json;
import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class EventSchemaTest {

  record Stay(String guest, int nights, boolean paid, Optional<BigDecimal> tip, List<Room> rooms) {}

  record Room(long number, BigDecimal price) {}

  @Test
  void itIsTheSchemaOfWhatIsWritten() {
    var decimal = "{\"type\":\"string\",\"pattern\":\"^-?[0-9]+(\\\\.[0-9]+)?$\"}";
    assertEquals(
        Json.parse(
            """
            {
              "type": "object",
              "properties": {
                "guest": {"type": "string"},
                "nights": {"type": "integer"},
                "paid": {"type": "boolean"},
                "tip": %1$s,
                "rooms": {
                  "type": "array",
                  "items": {
                    "type": "object",
                    "properties": {"number": {"type": "integer"}, "price": %1$s},
                    "required": ["number", "price"]
                  }
                }
              },
              "required": ["guest", "nights", "paid", "rooms"]
            }
            """
                .formatted(decimal)),
        EventSchema.of(Stay.class));
  }
}
