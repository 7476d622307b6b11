package dev.eventfold.events;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventfold.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class EventTypesTest {

  private record Served(String dish, int plates) {}

  private record Meal(String meal) {}

  private record Billed(List<Line> lines) {}

  private record Line(String dish, BigDecimal price) {}

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

  /** The version before: it writes the first schema, and can read those to come. */
  private static final EventTypes<Meal> READS_AHEAD =
      EventTypes.<Meal>own()
          .add("served", Meal.class)
          .downcast(
              "served",
              2,
              later -> {
                later.set("meal", later.remove("dish"));
                return later;
              })
          .downcast("served", 3, UnaryOperator.identity());

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

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | {"meal":"soup"}
          2 | {"dish":"soup"}
          3 | {"dish":"soup","plates":1}
          """)
  void codeThatDoesNotWriteASchemaYetCanReadIt(int schema, String payload) {
    var read = READS_AHEAD.read(event("served", schema, payload));
    assertEquals(Optional.of(new Meal("soup")), read.map(TypedEvent::event));
    assertEquals(1, READS_AHEAD.schema(new Meal("soup")));
  }

  @Test
  void whatIsNewerThanThatIsAnError() {
    var event = event("served", 4, "{\"dish\":\"soup\"}");
    assertThrows(UnreadableEvent.class, () -> READS_AHEAD.read(event));
  }

  @Test
  void theTableTellsWhatItHolds() {
    assertEquals(List.of(new EventTypes.Entry<>("served", 3, Served.class)), OWN.entries());
    assertEquals(3, OWN.newestSchema("served"));
    assertEquals(3, READS_AHEAD.newestSchema("served"));
    assertEquals(List.of("served"), READS_AHEAD.entries().stream().map(it -> it.name()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                | lines:
          {"lines":1}                       | lines:
          {"lines":[{"price":"2"}]}         | lines[0].dish:
          {"lines":[{"dish":"soup","price":"2"},{"dish":"soup","price":"a lot"}]} | lines[1].price:
          """)
  void whichFieldDoesNotBindIsSaid(String payload, String where) {
    var types = EventTypes.<Billed>own().add("billed", Billed.class);
    var unreadable =
        assertThrows(UnreadableEvent.class, () -> types.read(event("billed", 1, payload)));
    assertTrue(
        unreadable.getMessage().contains("the payload does not bind: " + where + " "),
        unreadable.getMessage());
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
  void anUpcasterThatFailsIsAnErrorOfThatEvent() {
    var types =
        EventTypes.<Served>own()
            .add("served", 2, Served.class)
            .upcast("served", 1, old -> old.put("plates", old.get("count").asInt()));
    assertThrows(UnreadableEvent.class, () -> types.read(event("served", 1, "{}")));
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
