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

  private record Sent(String item, int count2) {}

  private record Thing(String thing) {}

  private record Billed(List<Line> lines) {}

  private record Line(String item, BigDecimal price) {}

  /** A parcel had no count at first, and goods were called things before that. */
  private static final EventTypes<Sent> OWN =
      EventTypes.<Sent>own()
          .add("sent", 3, Sent.class)
          .upcast(
              "sent",
              1,
              old -> {
                old.set("item", old.remove("thing"));
                return old;
              })
          .upcast("sent", 2, old -> old.put("count2", 1));

  /** The version before: it writes the first schema, and can read those to come. */
  private static final EventTypes<Thing> READS_AHEAD =
      EventTypes.<Thing>own()
          .add("sent", Thing.class)
          .downcast(
              "sent",
              2,
              later -> {
                later.set("thing", later.remove("item"));
                return later;
              })
          .downcast("sent", 3, UnaryOperator.identity());

  private static RecordedEvent event(String type, int schema, String payload) {
    return new RecordedEvent(
        "e1",
        "post",
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
          1 | {"thing":"pen"}
          2 | {"item":"pen"}
          3 | {"item":"pen","count2":1}
          3 | {"item":"pen","count2":1,"colour":"red"}
          """)
  void everySchemaThereEverWasIsRead(int schema, String payload) {
    var read = OWN.read(event("sent", schema, payload));
    assertEquals(Optional.of(new Sent("pen", 1)), read.map(TypedEvent::event));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          1 | {"thing":"pen"}
          2 | {"item":"pen"}
          3 | {"item":"pen","count2":1}
          """)
  void codeThatDoesNotWriteASchemaYetCanReadIt(int schema, String payload) {
    var read = READS_AHEAD.read(event("sent", schema, payload));
    assertEquals(Optional.of(new Thing("pen")), read.map(TypedEvent::event));
    assertEquals(1, READS_AHEAD.schema(new Thing("pen")));
  }

  @Test
  void whatIsNewerThanThatIsAnError() {
    var event = event("sent", 4, "{\"item\":\"pen\"}");
    assertThrows(UnreadableEvent.class, () -> READS_AHEAD.read(event));
  }

  @Test
  void theTableTellsWhatItHolds() {
    assertEquals(List.of(new EventTypes.Entry<>("sent", 3, Sent.class)), OWN.entries());
    assertEquals(3, OWN.newestSchema("sent"));
    assertEquals(3, READS_AHEAD.newestSchema("sent"));
    assertEquals(List.of("sent"), READS_AHEAD.entries().stream().map(it -> it.name()).toList());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                | lines:
          {"lines":1}                       | lines:
          {"lines":[{"price":"2"}]}         | lines[0].item:
          {"lines":[{"item":"pen","price":"2"},{"item":"pen","price":"a lot"}]} | lines[1].price:
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
    var stored = event("sent", 1, "{\"thing\":\"pen\"}");
    OWN.read(stored);
    assertEquals(event("sent", 1, "{\"thing\":\"pen\"}"), stored);
  }

  @ParameterizedTest
  @CsvSource({"served,4", "served,0", "eaten,1"})
  void whatAServiceMustKnowAndDoesNotIsAnError(String type, int schema) {
    var event = event(type, schema, "{\"item\":\"pen\",\"count2\":1}");
    assertThrows(UnreadableEvent.class, () -> OWN.read(event));
  }

  @Test
  void aPayloadThatDoesNotBindIsAnError() {
    assertThrows(
        UnreadableEvent.class,
        () -> OWN.read(event("sent", 3, "{\"item\":\"pen\",\"count2\":\"many\"}")));
    var text = event("sent", 3, "{}");
    var notAnObject =
        new RecordedEvent(
            "e1",
            "post",
            "s1",
            1,
            "sent",
            3,
            text.timestamp(),
            new TextNode("pen"),
            text.metadata());
    assertThrows(UnreadableEvent.class, () -> OWN.read(notAnObject));
  }

  @Test
  void anUpcasterThatFailsIsAnErrorOfThatEvent() {
    var types =
        EventTypes.<Sent>own()
            .add("sent", 2, Sent.class)
            .upcast("sent", 1, old -> old.put("count2", old.get("count").asInt()));
    assertThrows(UnreadableEvent.class, () -> types.read(event("sent", 1, "{}")));
  }

  @Test
  void aStrangersUnknownTypeIsNoneOfOurBusiness() {
    var foreign = EventTypes.<Sent>foreign().add("sent", 3, Sent.class);
    assertEquals(Optional.empty(), foreign.read(event("eaten", 1, "{}")));
    assertThrows(UnreadableEvent.class, () -> foreign.read(event("sent", 9, "{}")));
  }

  @Test
  void aNameOrAClassIsInTheTableOnce() {
    var types = EventTypes.<Sent>own().add("sent", Sent.class);
    assertThrows(IllegalArgumentException.class, () -> types.add("itemed", Sent.class));
  }
}
