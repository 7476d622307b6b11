package dev.eventfold.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventfold.json.Json;
import java.time.Instant;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTypesTest {

  private record Served(String dish, int plates) {}

  /** A plate had no count at first, and dishes were called meals before that. */
  private static final EventTypes<Served> OWN =
      EventTypes.<Served>own()
          .add("served", 3, Served.class)
          .upcast(
              "served",
              1,
              old -> {
                old.set("dish", old.remove("meal"));
                return old;
              })
          .upcast("served", 2, old -> old.put("plates", 1));

  private static RecordedEvent event(String type, int schema, String payload) {
    return new RecordedEvent(
        "e1",
        "kitchen",
        "s1",
        1,
        type,
        schema,
        Instant.EPOCH,
        Json.parse(payload),
        new Metadata("", "", "", "", "", ""));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | {"meal":"soup"}
          2 | {"dish":"soup"}
          3 | {"dish":"soup","plates":1}
          3 | {"dish":"soup","plates":1,"colour":"red"}
          """)
  void everySchemaThereEverWasIsRead(int schema, String payload) {
    var read = OWN.read(event("served", schema, payload));
    assertEquals(Optional.of(new Served("soup", 1)), read.map(TypedEvent::event));
  }

  @Test
  void anUpcasterDoesNotTouchWhatIsStored() {
    var stored = event("served", 1, "{\"meal\":\"soup\"}");
    OWN.read(stored);
    assertEquals(event("served", 1, "{\"meal\":\"soup\"}"), stored);
  }

  @ParameterizedTest
  @CsvSource({"served,4", "served,0", "eaten,1"})
  void whatAServiceMustKnowAndDoesNotIsAnError(String type, int schema) {
    var event = event(type, schema, "{\"dish\":\"soup\",\"plates\":1}");
    assertThrows(UnreadableEvent.class, () -> OWN.read(event));
  }

  @Test
  void aPayloadThatDoesNotBindIsAnError() {
    assertThrows(
        UnreadableEvent.class,
        () -> OWN.read(event("served", 3, "{\"dish\":\"soup\",\"plates\":\"many\"}")));
    var text = event("served", 3, "{}");
    var notAnObject =
        new RecordedEvent(
            "e1",
            "kitchen",
            "s1",
            1,
            "served",
            3,
            text.timestamp(),
            new TextNode("soup"),
            text.metadata());
    assertThrows(UnreadableEvent.class, () -> OWN.read(notAnObject));
  }

  @Test
  void aStrangersUnknownTypeIsNoneOfOurBusiness() {
    var foreign = EventTypes.<Served>foreign().add("served", 3, Served.class);
    assertEquals(Optional.empty(), foreign.read(event("eaten", 1, "{}")));
    assertThrows(UnreadableEvent.class, () -> foreign.read(event("served", 9, "{}")));
  }

  @Test
  void aNameOrAClassIsInTheTableOnce() {
    var types = EventTypes.<Served>own().add("served", Served.class);
    assertThrows(IllegalArgumentException.class, () -> types.add("dished", Served.class));
  }
}
