package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.Tab;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SpotCheckTest {

  private static final int RUNS = 9;

  private final Bar bar = new Bar();

  private SpotCheck.Report run() {
    return new SpotCheck(Tab.BILLS, bar, bar.views, 5).run(() -> false);
  }

  /** Once through the forty bills and to the beginning again. */
  private List<String> findings() {
    return findings(39);
  }

  private List<String> findings(int atLeast) {
    var findings = new ArrayList<String>();
    int compared = 0;
    for (int run = 0; run < RUNS; run++) {
      var report = run();
      compared += report.compared();
      report.findings().forEach(finding -> findings.add(finding.toString()));
    }
    assertTrue(compared >= atLeast, compared + " compared");
    return findings;
  }

  private static String bill(int drinks) {
    return "{\"table\":\"7\",\"drinks\":%d}".formatted(drinks);
  }

  @Test
  void whatIsTheFoldOfItsEventsIsNoFinding() {
    assertEquals(List.of(), findings());
  }

  @Test
  void whatNoEventSaysIsFoundWhereverItIsAndStays() {
    bar.damage("bills", "tab-00", 1, Optional.of(bill(1)));
    bar.damage("bills", "tab-17", 6, Optional.of("{\"table\":\"8\",\"drinks\":5}"));
    bar.damage("bills", "tab-39", 4, Optional.empty());
    var expected =
        List.of(
            "bills/tab-00 differs: drinks",
            "bills/tab-17 differs: table",
            "bills/tab-39 differs: drinks, table");
    assertEquals(expected, findings());
    assertEquals(expected, findings());
  }

  @Test
  void aVersionThatTheStoreDoesNotHaveIsFound() {
    bar.damage("bills", "tab-05", 7, Optional.of(bill(5)));
    bar.damage("bills", "tab-06", 1_000_000_000_000L, Optional.of(bill(5)));
    var findings = findings();
    assertEquals(
        List.of("bills/tab-05 differs: version", "bills/tab-06 differs: version"), findings);
  }

  @Test
  void aDocumentOfNoStreamIsFound() {
    bar.views.commit(List.of(write("aaa", 1, bill(3))));
    bar.views.commit(List.of(write("aab", 0, bill(3))));
    assertEquals(
        List.of("bills/aaa differs: drinks, table, version", "bills/aab differs: drinks, table"),
        run().findings().stream().map(Finding::toString).toList());
  }

  private static Write write(String id, long version, String body) {
    var content =
        new Document.Content(id, version, Optional.of(Json.parse(body)), Map.of("table", "7"));
    return new Write("bills", content, new Write.Precondition.None());
  }

  /** One that lags behind is right as far as it goes, and the reconciler's business. */
  @Test
  void whatIsBehindIsNoFinding() {
    bar.damage("bills", "tab-05", 3, Optional.of(bill(2)));
    assertEquals(List.of(), findings());
  }

  @ParameterizedTest
  @ValueSource(ints = {49, 60, 99})
  void longStreamsAreReadOneARun(int drinks) {
    for (var tab : List.of("a-long", "b-long", "c-long")) {
      var events = Tab.recorded(tab, drinks);
      bar.events.append(events, List.of());
      bar.deliver(events);
    }
    var compared = new ArrayList<Integer>();
    IntStream.range(0, 3).forEach(run -> compared.add(run().compared()));
    // Fifty events each: two fit into a run.
    assertEquals(drinks == 49 ? 2 : 1, compared.getFirst());
    assertTrue(compared.stream().allMatch(n -> n >= 1), compared.toString());
  }

  @Test
  void aStreamThatIsTooLongIsSkippedAndCounted() {
    var events = Tab.recorded("a-long", 100);
    bar.events.append(events, List.of());
    bar.deliver(events);
    assertEquals(new SpotCheck.Report(4, 1, List.of()), run());
  }

  @Test
  void whatCannotBeReadHoldsUpNothing() {
    bar.events.append(
        List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":\"six\"}")), List.of());
    bar.damage("bills", "tab-05", 7, Optional.of(bill(6)));
    assertEquals(5, run().compared());
    assertEquals(new SpotCheck.Report(4, 1, List.of()), run());
  }

  /** Whoever writes past the projectors need not keep to a view's shape. */
  @Test
  void aDocumentOfNoShapeIsFoundAndHoldsUpNothing() {
    bar.damage("bills", "tab-05", 6, Optional.of("{\"table\":{},\"drinks\":\"many\"}"));
    bar.damage("bills", "tab-06", -1, Optional.of(bill(5)));
    run();
    var findings = run().findings().stream().map(Finding::toString).toList();
    assertEquals(
        List.of(
            "bills/tab-05 differs: drinks, table", "bills/tab-06 differs: drinks, table, version"),
        findings);
    assertEquals(5, run().compared());
  }

  @Test
  void aCorruptDocumentIsFoundAndHoldsUpNothing() {
    bar.views.corrupt(Tab.BILLS.view().key("tab-05"));
    assertEquals(List.of("bills/tab-05 corrupt"), findings());
  }

  /** One was overwritten, another never there. */
  @Test
  void aPlaceWithoutAnEventIsFoundAndHoldsUpNothing() {
    bar.events.corrupt("bar", "tab-05@0000000003");
    bar.events.append(List.of(Tab.recorded("tab-06", 3, "drunk", "{\"number\":2}")), List.of());
    bar.damage("bills", "tab-06", 3, Optional.of(bill(2)));
    assertEquals(
        List.of("bar-events/tab-05@0000000003 no event", "bar-events/tab-06@0000000002 no event"),
        findings(38));
  }

  @Test
  void aPlaceThatIsCorruptIsTakenForNone() {
    run();
    bar.views.corrupt(new Key("reconciler", "bills~spot-check"));
    assertEquals(List.of(), findings());
  }

  @Test
  void noneIsLookedAtWhereNobodyWantsItOrAViewHasManyStreams() {
    var nothing = new SpotCheck.Report(0, 0, List.of());
    assertEquals(nothing, new SpotCheck(Tab.BILLS, bar, bar.views, 0).run(() -> false));
    assertEquals(nothing, new SpotCheck(Tab.TABLES, bar, bar.views, 5).run(() -> false));
    assertEquals(nothing, new SpotCheck(Tab.LOG, bar, bar.views, 5).run(() -> false));
  }

  @Test
  void eachDocumentHasItsTurn() {
    var turns = new TreeSet<Integer>();
    for (int damaged = 0; damaged < 40; damaged += 13) {
      bar.damage("bills", Bar.tab(damaged), damaged % 6 + 1, Optional.of(bill(9)));
    }
    for (int run = 0; run < RUNS - 1; run++) {
      if (!run().findings().isEmpty()) {
        turns.add(run);
      }
    }
    assertEquals(new TreeSet<>(List.of(0, 2, 5, 7)), turns);
  }
}
