package dev.eventfold.testing.schemas;

import static dev.eventfold.testing.schemas.Depot.foreign;
import static dev.eventfold.testing.schemas.Depot.own;
import static dev.eventfold.testing.schemas.Depot.whenReadBy;
import static dev.eventfold.testing.schemas.Depot.whenWrittenBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.Decider;
import dev.eventfold.events.EventReader;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.testing.schemas.Depot.Shipped;
import dev.eventfold.testing.schemas.Depot.Shown;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class SchemaGateTest {

  record Lost() {}

  enum Way {
    AIR,
    SEA
  }

  record Routed(Way way, Optional<String> note, Map<String, List<Leg>> legs) {}

  record Leg(String to, List<Leg> instead) {}

  private static final String ROUTED =
      "{\"way\":\"AIR\",\"legs\":{\"first\":[{\"to\":\"Oslo\",\"instead\":[{\"to\":\"Rome\",\"instead\":[]}]}]}}";

  private static final Map<String, String> ROUTES =
      Map.of(
          "routed@1.json", ROUTED,
          "routed@1-sea.json", ROUTED.replace("AIR", "SEA"),
          "routed@1-note.json", ROUTED.replace("{\"way", "{\"note\":\"fragile\",\"way"));

  private static void assertSays(String words, List<String> broken) {
    assertTrue(broken.stream().anyMatch(it -> it.contains(words)), broken::toString);
  }

  private static Map<String, String> without(String file) {
    var less = new HashMap<>(ROUTES);
    less.remove(file);
    return less;
  }

  @Test
  void whatIsWrittenAsItAlwaysWasPasses() {
    assertEquals(List.of(), whenWrittenBy(Depot.GOLDEN, own().add("shipped", Shipped.class)));
    assertEquals(List.of(), whenWrittenBy(ROUTES, own().add("routed", Routed.class)));
    assertEquals(List.of(), whenReadBy(ROUTES, foreign().add("routed", Routed.class)));
  }

  @Test
  void aTypeMustHaveAGoldenEvent() {
    var types = own().add("shipped", Shipped.class).add("lost", Lost.class);
    assertEquals(
        List.of(
            "depot lost@1.json: there is no such golden event of"
                + " dev.eventfold.testing.schemas.SchemaGateTest.Lost"),
        whenWrittenBy(Depot.GOLDEN, types));
  }

  @Test
  void soMustEverySchemaThatItHadOrIsToHave() {
    var second = own().add("shipped", 2, Shipped.class).upcast("shipped", 1, old -> old);
    var payload = Depot.GOLDEN.get("shipped@1.json");
    assertSays("depot shipped@2.json: there is no", whenWrittenBy(Depot.GOLDEN, second));
    assertSays(
        "depot shipped@1.json: there is no",
        whenWrittenBy(Map.of("shipped@2.json", payload), second));
    var ahead = own().add("shipped", Shipped.class).downcast("shipped", 2, later -> later);
    assertSays("depot shipped@2.json: there is no", whenWrittenBy(Depot.GOLDEN, ahead));
    var both = Map.of("shipped@1.json", payload, "shipped@2.json", payload);
    assertEquals(List.of(), whenWrittenBy(both, ahead));
    assertEquals(List.of(), whenWrittenBy(both, second));
  }

  @Test
  void aFurtherGoldenEventDoesNotStandInForTheFirst() {
    assertSays(
        "depot routed@1.json: there is no",
        whenWrittenBy(without("routed@1.json"), own().add("routed", Routed.class)));
  }

  @Test
  void aGoldenEventMustHaveItsTypeInTheTable() {
    assertSays(
        "depot shipped@1.json: its type is not in the table", whenWrittenBy(Depot.GOLDEN, own()));
  }

  @Test
  void aGoldenEventMustBeReadable() {
    var payload = Depot.GOLDEN.get("shipped@1.json");
    var both = Map.of("shipped@1.json", payload, "shipped@2.json", payload);
    assertSays("schema 2: unknown", whenWrittenBy(both, own().add("shipped", Shipped.class)));
    assertSays("schema 1: unknown", whenWrittenBy(both, own().add("shipped", 2, Shipped.class)));
  }

  record WithCarrier(
      String to, int weight, Depot.Size size, List<Depot.Item> items, Optional<String> carrier) {}

  @Test
  void aNewOptionalFieldMustBeShown() {
    assertEquals(
        List.of(
            "depot shipped@1: dev.eventfold.testing.schemas.SchemaGateTest.WithCarrier has carrier,"
                + " which no golden event has"),
        whenWrittenBy(Depot.GOLDEN, own().add("shipped", WithCarrier.class)));
  }

  record WithCarrierAlways(
      String to, int weight, Depot.Size size, List<Depot.Item> items, Optional<String> carrier) {

    WithCarrierAlways {
      carrier = carrier.or(() -> Optional.of("unknown"));
    }
  }

  @Test
  void nothingMayBeWrittenThatTheGoldenEventLacks() {
    assertSays(
        "WithCarrierAlways writes carrier, which is not in it",
        whenWrittenBy(Depot.GOLDEN, own().add("shipped", WithCarrierAlways.class)));
  }

  record InKilograms(String to, int weight, Depot.Size size, List<Depot.Item> items) {

    InKilograms {
      weight = weight * 1_000;
    }
  }

  record WithFractions(String to, double weight, Depot.Size size, List<Depot.Item> items) {}

  @Test
  void noValueMayBeWrittenInAnotherWay() {
    assertSays(
        "writes weight as 5000, which is 5",
        whenWrittenBy(Depot.GOLDEN, own().add("shipped", InKilograms.class)));
    assertSays(
        "writes weight as a number with a fraction, which is a whole number",
        whenWrittenBy(Depot.GOLDEN, own().add("shipped", WithFractions.class)));
  }

  @ParameterizedTest
  @ValueSource(strings = {"routed@1-sea.json way=SEA", "routed@1-note.json note"})
  void eachPartOfARecordMustBeShown(String fileAndPart) {
    var file = fileAndPart.split(" ")[0];
    var part = fileAndPart.split(" ")[1];
    var types = own().add("routed", Routed.class);
    assertSays("has " + part + ", which no golden event has", whenWrittenBy(without(file), types));
    var reader = foreign().add("routed", Routed.class);
    assertSays("reads " + part + ", which no golden", whenReadBy(without(file), reader));
  }

  @Test
  void eachPartDeepInsideMustBeShown() {
    var empty = Map.of("routed@1.json", "{\"way\":\"AIR\",\"legs\":{\"first\":[]}}");
    var types = foreign().add("routed", Routed.class);
    assertSays("reads legs{}[], which no golden event has", whenReadBy(empty, types));
  }

  @Test
  void whatIsOptionalMustNotBeInTheFirstGoldenEvent() {
    var always = Map.of("routed@1.json", ROUTES.get("routed@1-note.json"));
    assertSays(
        "depot routed@1: dev.eventfold.testing.schemas.SchemaGateTest.Routed may leave out note",
        whenWrittenBy(always, own().add("routed", Routed.class)));
  }

  @Test
  void aConsumerMustDeclareASchemaThatIsNew() {
    var payload = Depot.GOLDEN.get("shipped@1.json");
    var both = Map.of("shipped@1.json", payload, "shipped@2.json", payload);
    assertSays(
        "depot shipped@2.json: dev.eventfold.testing.schemas.Depot.Shipped cannot read it:",
        whenReadBy(both, foreign().add("shipped", Shipped.class)));
    assertEquals(
        List.of(),
        whenReadBy(
            both,
            foreign()
                .add("shipped", 2, Shipped.class)
                .upcast("shipped", 1, UnaryOperator.identity())));
  }

  @Test
  void aConsumerMustNotNameWhatIsNotThere() {
    assertEquals(
        List.of(
            "depot sent: dev.eventfold.testing.schemas.Depot.Shipped reads it, and there is no"
                + " golden event of this type"),
        whenReadBy(Depot.GOLDEN, foreign().add("sent", Shipped.class)));
  }

  private static final class Stumbles
      implements Decider<String, Object, Boolean>, Projection<Object, Shown> {

    @Override
    public Boolean initial() {
      return false;
    }

    @Override
    public List<Object> decide(Boolean state, String command) {
      return List.of();
    }

    @Override
    public Boolean evolve(Boolean again, Object event) {
      if (again) {
        throw new IllegalStateException("twice");
      }
      return true;
    }

    @Override
    public Optional<Shown> evolve(String document, Optional<Shown> view, TypedEvent<Object> event) {
      throw new IllegalStateException("once");
    }
  }

  @Test
  void aDeciderMustFoldEachAfterEach() {
    var types = own().add("shipped", Shipped.class);
    var broken =
        SchemaGate.given(GoldenEvents.of("depot", Depot.GOLDEN))
            .whenWrittenBy(Aggregate.of(new Stumbles(), types))
            .broken();
    assertEquals(
        List.of(
            "depot shipped@1.json after depot shipped@1.json:"
                + " dev.eventfold.testing.schemas.SchemaGateTest.Stumbles cannot fold it:"
                + " java.lang.IllegalStateException: twice"),
        broken);
  }

  @ParameterizedTest
  @EnumSource
  void aProjectionMustFoldThemWhereverItsPlaceIs(Checkpoint place) {
    var types = foreign().add("shipped", Shipped.class);
    var feed = Feed.of(Depot.VIEW, "depot", types, new Stumbles()).keeping(place);
    var gate = SchemaGate.given(GoldenEvents.of("depot", Depot.GOLDEN));
    assertSays("SchemaGateTest.Stumbles cannot fold it:", gate.whenReadBy(feed).broken());
    var error = assertThrows(AssertionError.class, gate.whenReadBy(feed)::thenNothingBreaks);
    assertTrue(error.getMessage().contains("Stumbles"), error.getMessage());
  }

  @Test
  void whoeverReadsEverythingReadsWhatEverIsNew() {
    var any = EventReader.any();
    var broken =
        SchemaGate.given(GoldenEvents.of("depot", ROUTES))
            .whenReadBy(
                Feed.of(
                        Depot.VIEW,
                        "depot",
                        any,
                        (id, view, event) -> Optional.of(new Shown(event.event().toString())))
                    .keeping(Checkpoint.NONE))
            .broken();
    assertEquals(List.of(), broken);
  }

  @ParameterizedTest
  @ValueSource(strings = {"shipped.json", "shipped@0.json", "shipped@1", "shipped@one.json"})
  void aFileOfAnotherNameIsNoGoldenEvent(String file) {
    var files = Map.of(file, "{}");
    assertThrows(IllegalArgumentException.class, () -> GoldenEvents.of("depot", files));
  }
}
