package dev.eventfold.operations;

import dev.eventfold.Tab;
import dev.eventfold.concurrent.Backoff;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventStores;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** A bar with forty tabs, all of whose events have been delivered, once and in order. */
final class Bar implements EventStores {

  /** Drinks on all tabs. */
  static final int DRINKS = IntStream.range(0, 40).map(n -> n % 6).sum();

  static final List<Feed<?, ?>> FEEDS = List.of(Tab.BILLS, Tab.TABLES, Tab.LOG);

  /** By the clock of the event store. */
  Instant now = Tab.NOON;

  final InMemoryEventStore events = new InMemoryEventStore(() -> now);
  final InMemoryQueryStore views = new InMemoryQueryStore();
  final List<List<RecordedEvent>> tabs =
      IntStream.range(0, 40).mapToObj(n -> Tab.recorded(tab(n), n % 6)).toList();

  /** A line of a log that is kept for a while. */
  record Line(String at) {}

  private static final class ToLine implements Projection<Tab.Event, Line> {
    @Override
    public Optional<Line> evolve(String id, Optional<Line> line, TypedEvent<Tab.Event> event) {
      return Optional.of(new Line(event.envelope().timestamp().toString()));
    }
  }

  /** A log of every event, of which each entry is kept so long. */
  static Feed<Tab.Event, Line> lines(Duration kept) {
    var view =
        new View<>(
            "lines",
            Line.class,
            it -> Map.of(Document.Content.EXPIRES_AT, Instant.parse(it.at()).plus(kept)));
    return new Feed<>(view, "bar", Tab.TYPES, new ToLine(), Checkpoint.NONE);
  }

  Bar() {
    tabs.forEach(tab -> events.append(tab, List.of()));
    tabs.forEach(this::deliver);
  }

  /** A time after all that was taken so far. */
  Instant later() {
    now = now.plusSeconds(60);
    return now;
  }

  static String tab(int n) {
    return "tab-%02d".formatted(n);
  }

  void deliver(List<RecordedEvent> delivered) {
    for (var feed : FEEDS) {
      var projector = feed.projector(events, views, attempt -> {});
      delivered.forEach(projector::on);
    }
  }

  @Override
  public EventStore eventStore(String service) {
    return events;
  }

  @Override
  public EventLog eventLog(String service) {
    return events;
  }

  /** The same stores, whose history is read in another way. */
  EventStores with(EventLog log) {
    return new EventStores() {
      @Override
      public EventStore eventStore(String service) {
        return events;
      }

      @Override
      public EventLog eventLog(String service) {
        return log;
      }
    };
  }

  /** The same, decided a moment before anybody looks. */
  static RecordedEvent young(RecordedEvent event) {
    return new RecordedEvent(
        event.id(),
        event.service(),
        event.stream(),
        event.version(),
        event.type(),
        event.schema(),
        Tab.NOON.plusSeconds(3599),
        event.payload(),
        event.metadata());
  }

  /** Long after everything has happened. */
  Verifier verifier(Feed<?, ?> feed) {
    return verifier(feed, views);
  }

  Verifier verifier(Feed<?, ?> feed, QueryStore views) {
    return verifier(feed, views, attempt -> {});
  }

  Verifier verifier(Feed<?, ?> feed, QueryStore views, Backoff backoff) {
    return new Verifier(
        List.of(feed),
        this,
        views,
        () -> Tab.NOON.plusSeconds(3600),
        Duration.ofMinutes(1),
        backoff);
  }

  /** Every finding of every view. */
  List<Finding> findings() {
    var findings = new ArrayList<Finding>();
    FEEDS.forEach(feed -> findings.addAll(verifier(feed).verify(read -> {})));
    return findings;
  }

  /** Mends what is wrong with a view; what could not be. */
  Map<Finding, String> repair(Feed<?, ?> feed) {
    var verifier = verifier(feed);
    return verifier.repair(verifier.verify(read -> {}), read -> {});
  }

  Optional<Document> document(QueryStore.Key key) {
    return Optional.ofNullable(views.get(Set.of(key)).get(key));
  }

  void damage(String collection, String id, long version, Optional<String> body) {
    var index =
        body.isPresent() && collection.equals("bills")
            ? Map.<String, Object>of("table", "7")
            : Map.<String, Object>of();
    var content = new Document.Content(id, version, body.map(Json::parse), index);
    views.commit(List.of(new Write(collection, content, new Write.Precondition.None())));
  }
}
