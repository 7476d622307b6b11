package restaurant.audit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projector;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class AuditLogTest {

  private static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  private final InMemoryQueryStore store = new InMemoryQueryStore();
  private final TimeShards log = new TimeShards(store, AuditEntry.TIME);
  private final Projector<?, ?> projector = projector(400);

  private Projector<?, ?> projector(int days) {
    return Audit.of(List.of("menu"), Duration.ofDays(days))
        .feeds()
        .getFirst()
        .projector(new InMemoryEventStore(), store, attempt -> {}, () -> NOON);
  }

  /** Event {@code n} of a day: one every second, by one of three services and five users. */
  private static RecordedEvent event(int n) {
    return new RecordedEvent(
        new UUID(n, n).toString(),
        List.of("menu", "customers", "orders").get(n % 3),
        "aggregate" + n % 7,
        n / 7 + 1,
        "type" + n % 4,
        3,
        NOON.plusSeconds(n),
        Json.parse(n % 2 == 0 ? "{\"n\":%d}".formatted(n) : "[%d]".formatted(n)),
        new Metadata(new UUID(0, n).toString(), "", "journey" + n % 5, "cause", "trace", "actor"));
  }

  private static Query query(boolean descending, int limit, Query.Filter... filters) {
    return new Query(
        List.of(filters), Optional.of(AuditEntry.TIME), descending, limit, Optional.empty());
  }

  private List<String> all(Query query) {
    var ids = new ArrayList<String>();
    List<Document> page;
    do {
      page = log.page("audit", query);
      page.forEach(entry -> ids.add(entry.id()));
      query = page.isEmpty() ? query : query.after(page.getLast());
    } while (!page.isEmpty());
    return ids;
  }

  private static List<String> ids(IntStream numbers) {
    return numbers.mapToObj(n -> event(n).id()).toList();
  }

  private void happened(int events) {
    var deliveries = new ArrayList<RecordedEvent>();
    IntStream.range(0, events).mapToObj(AuditLogTest::event).forEach(deliveries::add);
    deliveries.addAll(List.copyOf(deliveries));
    Collections.shuffle(deliveries, new Random(events));
    deliveries.forEach(projector::on);
  }

  @Test
  void everyEventIsThereOnceHoweverItCame() {
    happened(500);
    assertEquals(ids(IntStream.range(0, 500)), all(query(false, 30)));
  }

  @Test
  void theNewestComeFirst() {
    happened(200);
    assertEquals(ids(IntStream.range(0, 200).map(n -> 199 - n)), all(query(true, 7)));
  }

  @Test
  void aJourneyIsOneCorrelationAcrossServices() {
    happened(100);
    var journey = query(false, 10, Query.Filter.equal("correlationId", "journey3"));
    assertEquals(ids(IntStream.range(0, 100).filter(n -> n % 5 == 3)), all(journey));
    var services = new HashSet<Object>();
    log.page("audit", journey).forEach(e -> services.add(e.content().index().get("service")));
    assertEquals(3, services.size());
  }

  @Test
  void aTimeSpanIsOneAsWell() {
    happened(100);
    var span =
        query(
            true,
            100,
            new Query.Filter(AuditEntry.TIME, Query.Operator.AT_LEAST, NOON.plusSeconds(10)),
            new Query.Filter(AuditEntry.TIME, Query.Operator.BELOW, NOON.plusSeconds(13)));
    assertEquals(ids(IntStream.of(12, 11, 10)), all(span));
  }

  @Test
  void entriesAreSpreadOverTheShardsAndExpire() {
    happened(1000);
    var perShard = new int[Shard.COUNT];
    for (var entry : store.page("audit", Query.first(1000))) {
      perShard[((Long) entry.content().index().get(Shard.FIELD)).intValue()]++;
    }
    for (int entries : perShard) {
      assertEquals(1000.0 / Shard.COUNT, entries, 50);
    }
    var first = log.page("audit", query(false, 1)).getFirst();
    var expiry = AuditEntry.view(Duration.ofDays(400)).expiry().orElseThrow();
    assertEquals(NOON.plus(Duration.ofDays(400)), first.content().index().get(expiry));
  }

  @Test
  void theNewestEntriesShowForHowLongEntriesAreKept() {
    assertEquals(Set.of(), Audit.retentions(store, "audit"));
    happened(100);
    assertEquals(Set.of(Duration.ofDays(400)), Audit.retentions(store, "audit"));
    IntStream.range(100, 110).mapToObj(AuditLogTest::event).forEach(projector(30)::on);
    assertEquals(
        Set.of(Duration.ofDays(400), Duration.ofDays(30)), Audit.retentions(store, "audit"));
    IntStream.range(110, 120).mapToObj(AuditLogTest::event).forEach(projector(30)::on);
    assertEquals(Set.of(Duration.ofDays(30)), Audit.retentions(store, "audit"));
  }

  @Test
  void anEntryThatDoesNotSayForHowLongItIsKeptShowsNothing() {
    happened(2);
    var newest = log.page("audit", query(true, 1)).getFirst().content();
    var index = new HashMap<>(newest.index());
    index.remove("expiresAt");
    var broken = new Document.Content(newest.id(), newest.version(), newest.body(), index);
    store.commit(List.of(new Write("audit", broken, new Write.Precondition.None())));
    assertEquals(Set.of(Duration.ofDays(400)), Audit.retentions(store, "audit"));
  }

  @Test
  void anEntryHoldsTheEventAsItWas() {
    projector.on(event(1));
    var view = AuditEntry.view(Duration.ofDays(400));
    var entry = log.page("audit", query(true, 1)).getFirst();
    assertEquals(1, entry.version());
    assertEquals(
        Optional.of(
            new AuditEntry(
                "customers",
                "type1",
                "aggregate1",
                "2026-01-31T12:00:01Z",
                Json.parse("[1]"),
                new AuditEntry.Origin(
                    new UUID(0, 1).toString(), "journey1", "cause", "trace", "actor"))),
        view.shown(entry.content()));
  }

  /** The queries that come of one, and what each asked for. */
  private final List<Query> asked = new ArrayList<>();

  private final TimeShards watched =
      new TimeShards(
          new ForwardingQueryStore(store) {
            @Override
            public List<Document> page(String collection, Query query) {
              asked.add(query);
              return super.page(collection, query);
            }
          },
          AuditEntry.TIME);

  /** An index that only grows at its end takes few writes: so there is none of times alone. */
  @Test
  void aPageInTheOrderOfTimeAsksEachShardForItsShareAndALittleMore() {
    happened(1_000);
    assertEquals(80, watched.page("audit", query(true, 80)).size());
    var shards = asked.stream().map(query -> query.filters().getLast()).distinct().toList();
    assertEquals(
        LongStream.range(0, Shard.COUNT)
            .mapToObj(shard -> Query.Filter.equal(Shard.FIELD, shard))
            .toList(),
        shards);
    assertTrue(asked.stream().allMatch(it -> it.limit() == 80 / Shard.COUNT + 2), asked::toString);
    assertTrue(asked.size() < 2 * Shard.COUNT, () -> asked.size() + " queries");
  }

  /** One command has caused them all, say. */
  @Test
  void whereAllIsInOneShardItIsReadOnAndNoFurtherThanItGoes() {
    for (int n = 0; n < 25; n++) {
      var index = Map.<String, Object>of(AuditEntry.TIME, NOON.plusSeconds(n), Shard.FIELD, 3L);
      var content = new Document.Content("id-%02d".formatted(n), 1, Optional.empty(), index);
      store.commit(List.of(new Write("audit", content, new Write.Precondition.None())));
    }
    var page = watched.page("audit", query(false, 80)).stream().map(Document::id).toList();
    assertEquals(IntStream.range(0, 25).mapToObj("id-%02d"::formatted).toList(), page);
    // Twelve, twelve and one.
    assertEquals(Shard.COUNT + 2, asked.size());
  }

  @Test
  void whateverIsNotInTheOrderOfTimeIsAskedForAsItIs() {
    happened(10);
    var byIds = Query.first(5);
    assertEquals(store.page("audit", byIds), watched.page("audit", byIds));
    assertEquals(List.of(byIds), asked);
    var key = new QueryStore.Key("audit", event(1).id());
    assertEquals(store.get(List.of(key)), watched.get(List.of(key)));
    assertEquals(1, watched.get(List.of(key)).size());
  }

  @Test
  void itHearsOfEveryServiceThatItWasBuiltForAndKeepsItFor400Days() throws IOException {
    var services = Files.readAllLines(Path.of("src/main/resources/restaurant/audit/services.txt"));
    assertEquals(Duration.ofDays(400), Audit.retention());
    assertTrue(services.contains("orders"));
    assertEquals(services, Audit.service().feeds().stream().map(Feed::source).toList());
  }
}
