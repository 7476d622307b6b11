package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.Tab;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.documents.Write;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** A log has an entry for each event, for as long as entries are kept. */
class LogCheckTest {

  private static final int EVENTS = 40 + Bar.DRINKS;

  /** More than are looked at in one go. */
  private static final int MANY = 700;

  /** As of now, an hour after the events. */
  private static final Feed<Tab.Event, Bar.Line> KEPT = Bar.lines(Duration.ofHours(2));

  private static final Feed<Tab.Event, Bar.Line> EXPIRED = Bar.lines(Duration.ofMinutes(30));

  private final Bar bar = new Bar();

  private void apply(Feed<?, ?> feed, List<RecordedEvent> events) {
    events.forEach(feed.projector(bar.events, bar.views, attempt -> {}, () -> Tab.NOON)::on);
  }

  private void applyAll(Feed<?, ?> feed) {
    bar.tabs.forEach(tab -> apply(feed, tab));
  }

  /** Everything is read once: nothing asks for a closer look. */
  private void assertRightAtOneGlance(Feed<?, ?> feed, int reads) {
    var read = new long[1];
    assertEquals(List.of(), bar.verifier(feed).verify(more -> read[0] += more));
    assertEquals(reads, read[0]);
  }

  private List<Finding> findings(Feed<?, ?> feed) {
    return bar.verifier(feed).verify(read -> {});
  }

  private List<Document> lines() {
    return bar.views.page("lines", Query.first(10_000));
  }

  private void spoil(Document line) {
    var content = line.content();
    var body = Optional.of(Json.parse("{\"at\":\"2026-01-01T00:00:00Z\"}"));
    put(new Document.Content(content.id(), content.version(), body, content.index()));
  }

  private void put(Document.Content content) {
    bar.views.commit(List.of(new Write("lines", content, new Write.Precondition.None())));
  }

  private void remove(String id) {
    var key = KEPT.view().key(id);
    bar.views.remove(key, bar.document(key).orElseThrow().revision());
  }

  private List<RecordedEvent> appendYoung(int number) {
    var young =
        LongStream.rangeClosed(1, number)
            .mapToObj(n -> Bar.young(Tab.recorded("young", n, "opened", "{\"table\":\"7\"}")))
            .toList();
    bar.events.append(young, List.of());
    return young;
  }

  @Test
  void whatIsRightIsReadOnce() {
    applyAll(KEPT);
    assertRightAtOneGlance(KEPT, 2 * EVENTS);
  }

  @Test
  void whatIsWrongIsFoundAndRepairedAndNothingBesideIt() {
    applyAll(KEPT);
    var before = lines();
    remove("tab-07-event-1");
    remove("tab-11-event-3");
    spoil(bar.document(KEPT.view().key("tab-20-event-1")).orElseThrow());
    put(new Document.Content("stranger", 1, before.getFirst().body(), Map.of()));

    assertEquals(
        new TreeSet<>(
            List.of(
                "lines/stranger unknown",
                "lines/tab-07-event-1 missing",
                "lines/tab-11-event-3 missing",
                "lines/tab-20-event-1 differs: at")),
        new TreeSet<>(findings(KEPT).stream().map(Finding::toString).toList()));

    assertEquals(Map.of(), bar.repair(KEPT));
    assertEquals(List.of(), findings(KEPT));
    assertEquals(
        before.stream().map(Document::content).toList(),
        lines().stream().map(Document::content).toList());
  }

  /** More than is looked at in one go. */
  private List<RecordedEvent> appendMany() {
    var many =
        LongStream.rangeClosed(1, MANY)
            .mapToObj(n -> Tab.recorded("many", n, "opened", "{\"table\":\"7\"}"))
            .toList();
    bar.events.append(many, List.of());
    return many;
  }

  @Test
  void moreThanIsLookedAtInOneGoIsAllFound() {
    appendMany();
    applyAll(KEPT);
    assertEquals(MANY, findings(KEPT).size());
    assertEquals(Map.of(), bar.repair(KEPT));
    assertEquals(List.of(), findings(KEPT));
    assertEquals(EVENTS + MANY, lines().size());
  }

  /**
   * Whoever checks a log of millions reads it twice when one entry is wrong, and asks for that one.
   */
  @Test
  void whatIsWrongCostsOneMoreReadAndHardlyAnyLooks() {
    applyAll(KEPT);
    remove("tab-07-event-1");
    var looks = new int[1];
    var watched =
        new ForwardingQueryStore(bar.views) {
          @Override
          public DocumentReader snapshot() {
            return this;
          }

          @Override
          public Map<Key, Document> get(Collection<Key> keys) {
            looks[0] += keys.size();
            return super.get(keys);
          }
        };
    var read = new long[1];
    assertEquals(1, bar.verifier(KEPT, watched).verify(more -> read[0] += more).size());
    assertEquals(EVENTS - 1 + 2 * EVENTS, read[0]);
    assertTrue(looks[0] < 5, () -> looks[0] + " looks");
  }

  /** More than one batch of them, each of which is taken from the sums once. */
  @Test
  void whatIsThereAndWrongIsNotTakenForUnknownToo() {
    var many = appendMany();
    applyAll(KEPT);
    apply(KEPT, many);
    many.forEach(event -> spoil(bar.document(KEPT.view().key(event.id())).orElseThrow()));
    var read = new long[1];
    assertEquals(MANY, bar.verifier(KEPT).verify(more -> read[0] += more).size());
    assertEquals(3 * (EVENTS + MANY), read[0], "nobody looks for unknown ones");
  }

  /** Right ones that share its sum are told from it. */
  @Test
  void anUnknownEntryIsFoundAmongRightOnesOfTheSameSum() {
    applyAll(KEPT);
    int sum = Math.floorMod("tab-07-event-1".hashCode(), 4_096);
    var stranger =
        IntStream.range(0, 1_000_000)
            .mapToObj(n -> "stranger-" + n)
            .filter(id -> Math.floorMod(id.hashCode(), 4_096) == sum)
            .findFirst()
            .orElseThrow();
    put(new Document.Content(stranger, 1, lines().getFirst().body(), Map.of()));
    assertEquals(
        List.of("lines/%s unknown".formatted(stranger)),
        findings(KEPT).stream().map(Finding::toString).toList());
  }

  /** A projector has begun with it: there is a document, and nothing in it yet. */
  @Test
  void aYoungEntryMayBeABlank() {
    applyAll(KEPT);
    put(Document.Content.checkpoint(appendYoung(1).getFirst().id(), 0));
    assertEquals(List.of(), findings(KEPT));
    remove("tab-07-event-1");
    assertEquals(1, findings(KEPT).size());
  }

  @Test
  void aYoungEntryMayBeMissingAndMayNotBeWrong() {
    applyAll(KEPT);
    var young = appendYoung(MANY);
    var there = new ArrayList<RecordedEvent>();
    for (int i = 0; i < MANY; i += 3) {
      there.add(young.get(i));
    }
    apply(KEPT, there);
    assertRightAtOneGlance(KEPT, 2 * EVENTS + MANY + there.size());

    spoil(bar.document(KEPT.view().key(there.getLast().id())).orElseThrow());
    assertEquals(
        List.of("lines/%s differs: at".formatted(there.getLast().id())),
        findings(KEPT).stream().map(Finding::toString).toList());
  }

  @Test
  void whatIsKeptNoLongerMayBeThereOrNotAndIsNotJudged() {
    assertRightAtOneGlance(EXPIRED, EVENTS);
    applyAll(EXPIRED);
    assertRightAtOneGlance(EXPIRED, EVENTS);
    lines().stream().limit(50).forEach(line -> remove(line.id()));
    lines().stream().limit(5).forEach(this::spoil);
    assertRightAtOneGlance(EXPIRED, EVENTS);
  }

  /** Where something else is wrong, everything is looked at more closely. */
  @Test
  void whatIsKeptNoLongerIsNotJudgedBesideWhatIsWrongEither() {
    applyAll(EXPIRED);
    lines().stream().limit(50).forEach(line -> remove(line.id()));
    put(new Document.Content("stranger", 1, Optional.of(Json.parse("{\"at\":\"\"}")), Map.of()));
    assertEquals(
        List.of("lines/stranger unknown"),
        findings(EXPIRED).stream().map(Finding::toString).toList());
  }

  @Test
  void whatCannotBeUnderstoodIsSaidToBeSo() {
    applyAll(KEPT);
    bar.events.append(List.of(Tab.recorded("odd", 1, "roundBought", "{}")), List.of());
    assertEquals(
        List.of("lines/odd-event-1 stuck"),
        findings(KEPT).stream().map(Finding::toString).toList());
    assertEquals(1, bar.repair(KEPT).size());
    // Newer code has made its entry.
    put(new Document.Content("odd-event-1", 1, Optional.of(Json.parse("{\"at\":\"\"}")), Map.of()));
    assertEquals(
        List.of("lines/odd-event-1 unreadable"),
        findings(KEPT).stream().map(Finding::toString).toList());
    assertEquals(1, bar.repair(KEPT).size());
  }

  @Test
  void sinceAMomentOnlyWhatCameAfterItIsCompared() {
    var moment = bar.later();
    bar.later();
    bar.events.append(List.of(Tab.recorded("late", 1, "opened", "{\"table\":\"7\"}")), List.of());
    // On its way.
    appendYoung(1);
    var read = new long[1];
    assertEquals(
        List.of("lines/late-event-1 missing"),
        bar.verifier(KEPT).verify(moment, more -> read[0] += more).stream()
            .map(Finding::toString)
            .toList());
    assertEquals(2, read[0]);
  }
}
