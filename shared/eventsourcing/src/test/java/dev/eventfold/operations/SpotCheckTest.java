package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.Tab;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.documents.Write;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SpotCheckTest {

  private static final int RUNS = 9;

  private final Bar bar = new Bar();

  private SpotCheck.Report run() {
    return new SpotCheck(Tab.BILLS, bar, bar.views, 5).run(() -> false);
  }

  /** Once through the forty bills and to the beginning again. */
  private List<String> findings() {
    var findings = new ArrayList<String>();
    int compared = 0;
    for (int run = 0; run < RUNS; run++) {
      var report = run();
      compared += report.compared();
      report.findings().forEach(finding -> findings.add(finding.toString()));
    }
    assertTrue(compared >= 39, compared + " compared");
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
    bar.views.corrupt(Tab.BILLS.view().key("tab-06"));
    run();
    var report = run();
    assertEquals(2, report.findings().size());
    assertEquals(5, report.compared(), "they were judged like any other");
  }

  /** What an event makes of a tab is one part of what is shown; the rest is other feeds'. */
  private record Talked(Optional<Tab.Bill> bill, long talks) {}

  private static final View<Talked> TALKED =
      new View<>("talked", Talked.class, talked -> Map.of("talks", talked.talks()));

  private static final Feed<Tab.Event, Talked> PART =
      new Feed<>(
          TALKED,
          "bar",
          Tab.TYPES,
          new Projection<>() {
            @Override
            public Set<String> fieldsOfOthers() {
              return Set.of("talks");
            }

            @Override
            public Optional<Talked> evolve(
                String id, Optional<Talked> there, TypedEvent<Tab.Event> event) {
              var bill = new Tab.ToBill().evolve(id, there.flatMap(Talked::bill), event);
              return Optional.of(new Talked(bill, there.map(Talked::talks).orElse(0L)));
            }
          },
          Checkpoint.IN_DOCUMENT);

  private List<String> lookAtParts(Optional<String> body) {
    bar.tabs.getFirst().forEach(PART.projector(bar.events, bar.views, attempt -> {})::on);
    var index = Map.<String, Object>of("talks", 3L);
    var content = new Document.Content("tab-00", 1, body.map(Json::parse), index);
    bar.views.commit(List.of(new Write("talked", content, new Write.Precondition.None())));
    return new SpotCheck(PART, bar, bar.views, 5)
        .run(() -> false).findings().stream().map(Finding::toString).toList();
  }

  @Test
  void whatOtherFeedsHaveMadeOfADocumentIsNotJudged() {
    var right = "{\"bill\":%s,\"talks\":3}".formatted(bill(0));
    assertEquals(List.of(), lookAtParts(Optional.of(right)));
    var wrong = "{\"bill\":%s,\"talks\":3}".formatted(bill(9));
    assertEquals(List.of("talked/tab-00 differs: bill"), lookAtParts(Optional.of(wrong)));
  }

  @Test
  void aDocumentOfSeveralFeedsAndOfNoShapeIsFoundAndHoldsUpNothing() {
    assertEquals(
        List.of("talked/tab-00 differs: bill, talks"),
        lookAtParts(Optional.of("{\"bill\":7,\"talks\":\"many\"}")));
  }

  /** It is as it must be, to whoever wrote it. */
  @Test
  void whatAnotherVersionOfTheCodeGaveItsShapeIsSkipped() {
    var view = Tab.BILLS.view();
    var next =
        Feed.of(
            new View<>(view.collection(), view.type(), view.index(), 2),
            "bar",
            Tab.TYPES,
            new Tab.ToBill());
    assertEquals(
        new SpotCheck.Report(0, 5, List.of()),
        new SpotCheck(next, bar, bar.views, 5).run(() -> false));
  }

  /** Before each call that may take long; what it has not looked at is the next run's. */
  @ParameterizedTest
  @CsvSource({"0, 0", "1, 0", "2, 0", "3, 1", "6, 4", "7, 5"})
  void aRunThatIsLateStopsWhereverItIs(int inTime, int compared) {
    var asked = new int[1];
    var report = new SpotCheck(Tab.BILLS, bar, bar.views, 5).run(() -> asked[0]++ >= inTime);
    assertEquals(new SpotCheck.Report(compared, 0, List.of()), report);
    bar.damage("bills", Bar.tab(compared), compared + 1, Optional.of(bill(9)));
    assertEquals(
        List.of("bills/%s differs: drinks".formatted(Bar.tab(compared))),
        run().findings().stream().map(Finding::toString).toList());
  }

  /** One was overwritten, another never there. */
  @Test
  void aPlaceWithoutAnEventIsFoundAndHoldsUpNothing() {
    bar.events.corrupt("bar", "tab-05@0000000003");
    bar.events.append(List.of(Tab.recorded("tab-06", 3, "drunk", "{\"number\":2}")), List.of());
    bar.damage("bills", "tab-06", 3, Optional.of(bill(2)));
    run();
    var report = run();
    assertEquals(
        List.of("bar-events/tab-05@0000000003 no event", "bar-events/tab-06@0000000002 no event"),
        report.findings().stream().map(Finding::toString).toList());
    assertEquals(3, report.compared());
    assertEquals(2, report.skipped());
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
