package dev.eventfold.testing.schemas;

import static dev.eventfold.testing.schemas.Depot.foreign;
import static dev.eventfold.testing.schemas.Depot.own;
import static dev.eventfold.testing.schemas.Depot.whenReadBy;
import static dev.eventfold.testing.schemas.Depot.whenWrittenBy;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.testing.schemas.Depot.Item;
import dev.eventfold.testing.schemas.Depot.Size;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Ten changes that break whoever reads what is stored, and five that break nobody. */
class SeededChangesTest {

  // Of the service's own record, under the schema that it had.

  record Removed(String to, Size size, List<Item> items) {}

  record Renamed(String destination, int weight, Size size, List<Item> items) {}

  record Required(String to, int weight, Size size, List<Item> items, String carrier) {}

  record OfAnotherType(String to, String weight, Size size, List<Item> items) {}

  record WrittenAsAnotherType(String to, BigDecimal weight, Size size, List<Item> items) {}

  record RemovedDeepInside(String to, int weight, Size size, List<Code> items) {}

  record Code(String code) {}

  record LeftOutNow(String to, Optional<Integer> weight, Size size, List<Item> items) {}

  // Of consumers.

  record WantsWeight(int weight) {}

  record MayWantWeight(Optional<Integer> weight) {}

  record WantsTo(String to) {}

  /** The second schema of the service says grams. */
  private static final String GRAMS =
      "{\"to\":\"Oslo\",\"grams\":5000,\"size\":{\"height\":10},\"items\":[{\"code\":\"A1\",\"count\":2}]}";

  record InGrams(String to, int grams, Size size, List<Item> items) {}

  // That break nobody.

  record Sent(List<Thing> items, Measure size, String to, int weight) {}

  record Thing(int count, String code) {}

  record Measure(int height) {}

  record WithNote(String to, int weight, Size size, List<Item> items, Optional<String> note) {}

  /**
   * @param names what its message must name
   */
  record Breaking(String change, List<String> broken, List<String> names) {

    @Override
    public String toString() {
      return change;
    }
  }

  record Harmless(String change, List<String> broken) {

    @Override
    public String toString() {
      return change;
    }
  }

  private static Map<String, String> golden(String file, String payload) {
    var golden = new HashMap<>(Depot.GOLDEN);
    golden.put(file, payload);
    return golden;
  }

  private static Map<String, String> withGrams() {
    return golden("shipped@2.json", GRAMS);
  }

  private static Breaking ofWriter(String change, Class<?> today, String field) {
    return new Breaking(
        change,
        whenWrittenBy(Depot.GOLDEN, own().add("shipped", today)),
        List.of("depot shipped@1", "SeededChangesTest." + today.getSimpleName(), field));
  }

  private static Breaking ofReader(
      String change, Map<String, String> golden, Class<?> consumer, String words) {
    var types =
        foreign().add("shipped", 2, consumer).upcast("shipped", 1, UnaryOperator.identity());
    return new Breaking(
        change,
        whenReadBy(golden, types),
        List.of("depot shipped@2", "SeededChangesTest." + consumer.getSimpleName(), words));
  }

  static List<Breaking> tenThatBreak() {
    return List.of(
        ofWriter("a field is removed", Removed.class, "does not write weight any more"),
        ofWriter("a field is renamed", Renamed.class, "destination"),
        ofWriter("a field is new and required", Required.class, "carrier"),
        ofWriter("a field has another type", OfAnotherType.class, "weight"),
        ofWriter("a field is written as another type", WrittenAsAnotherType.class, "weight"),
        ofWriter("a field deep inside is removed", RemovedDeepInside.class, "items[0].count"),
        ofWriter("a field may be left out", LeftOutNow.class, "may leave out weight"),
        ofReader(
            "a new schema has no more what a consumer needs",
            withGrams(),
            WantsWeight.class,
            "weight"),
        ofReader(
            "a new schema has no more what a consumer may want",
            withGrams(),
            MayWantWeight.class,
            "reads weight"),
        ofReader(
            "a new schema has another type where a consumer reads",
            golden("shipped@2.json", GRAMS.replace("\"grams\":5000", "\"weight\":\"5 kg\"")),
            WantsWeight.class,
            "weight"));
  }

  static List<Harmless> fiveThatDoNot() {
    return List.of(
        new Harmless(
            "classes have other names, and fields another order",
            whenWrittenBy(Depot.GOLDEN, own().add("shipped", Sent.class))),
        new Harmless(
            "a field is new and Optional, and a golden event shows it",
            whenWrittenBy(
                golden(
                    "shipped@1-note.json",
                    Depot.GOLDEN
                        .get("shipped@1.json")
                        .replace("{\"to", "{\"note\":\"fragile\",\"to")),
                own().add("shipped", WithNote.class))),
        new Harmless(
            "a new schema has an upcaster from the old",
            whenWrittenBy(
                withGrams(),
                own()
                    .add("shipped", 2, InGrams.class)
                    .upcast(
                        "shipped", 1, old -> old.put("grams", old.get("weight").asInt() * 1_000)))),
        new Harmless(
            "a new schema keeps what a consumer needs, who declares it",
            whenReadBy(
                withGrams(),
                foreign()
                    .add("shipped", 2, WantsTo.class)
                    .upcast("shipped", 1, UnaryOperator.identity()))),
        new Harmless(
            "a type is new that a consumer has no use for",
            whenReadBy(
                golden("returned@1.json", "{\"why\":\"broken\"}"),
                foreign().add("shipped", WantsTo.class))));
  }

  @ParameterizedTest
  @MethodSource("tenThatBreak")
  void whatBreaksSomebodyFailsByName(Breaking seeded) {
    System.out.printf("fails:  %s: %s%n", seeded.change(), String.join("; ", seeded.broken()));
    for (var name : seeded.names()) {
      assertTrue(
          seeded.broken().stream().anyMatch(it -> it.contains(name)),
          () -> name + " is not in " + seeded.broken());
    }
  }

  @ParameterizedTest
  @MethodSource("fiveThatDoNot")
  void whatBreaksNobodyPasses(Harmless seeded) {
    assertEquals(List.of(), seeded.broken());
    System.out.printf("passes: %s%n", seeded.change());
  }
}
