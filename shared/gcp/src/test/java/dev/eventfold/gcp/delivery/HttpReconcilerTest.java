package dev.eventfold.gcp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.gcp.http.Log;
import dev.eventfold.gcp.http.Parcels;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.ForwardingEventStore;
import dev.eventfold.store.TransientFailure;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A service with two views of its own parcels and a copy of what others send. */
class HttpReconcilerTest {

  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private Duration pace = Duration.ZERO;
  private final List<RecordedEvent> published = new ArrayList<>();
  private Consumer<RecordedEvent> topic = published::add;
  private Consumer<Collection<QueryStore.Key>> onGet = keys -> {};
  private Runnable onRead = () -> {};
  private Optional<QueryStore.Key> tooLarge = Optional.empty();
  private final Memory memory = new Memory();
  private final Parcels own = new Parcels("parcels", memory.own, memory.views);
  private final Parcels others = new Parcels("others", memory.others, memory.views);
  private final List<Feed<?, ?>> feeds =
      List.of(
          own.feed(Checkpoint.IN_DOCUMENT),
          own.feed(Checkpoint.NONE).into("log"),
          others.feed(Checkpoint.IN_DOCUMENT).into("copies"));
  private final HttpReconciler reconciler =
      new HttpReconciler("parcels", feeds, Optional.empty(), Optional.empty(), memory);

  /** Stores whose clock only goes when it is told to, or looked at. */
  private final class Memory implements Backend {
    private final InMemoryEventStore own = new InMemoryEventStore(() -> now);
    private final InMemoryEventStore others = new InMemoryEventStore(() -> now);
    private final InMemoryQueryStore views = new InMemoryQueryStore();

    private InMemoryEventStore of(String service) {
      return service.equals("parcels") ? own : others;
    }

    @Override
    public EventStore eventStore(String service) {
      return new ForwardingEventStore(of(service)) {
        @Override
        public List<RecordedEvent> readAfter(String stream, long after, int limit) {
          onRead.run();
          return super.readAfter(stream, after, limit);
        }

        @Override
        public List<RecordedEvent> readRange(String stream, long from, long to) {
          onRead.run();
          return super.readRange(stream, from, to);
        }
      };
    }

    @Override
    public EventLog eventLog(String service) {
      return of(service);
    }

    @Override
    public QueryStore queryStore() {
      return new ForwardingQueryStore(views) {
        @Override
        public List<Revision> commit(List<Write> writes) {
          if (writes.stream()
              .map(it -> new Key(it.collection(), it.content().id()))
              .anyMatch(key -> tooLarge.filter(key::equals).isPresent())) {
            throw new IllegalStateException("too large");
          }
          return super.commit(writes);
        }

        @Override
        public Map<Key, Document> get(Collection<Key> keys) {
          onGet.accept(keys);
          return super.get(keys);
        }
      };
    }

    @Override
    public EventBus eventBus(String service) {
      assertEquals("parcels", service);
      return event -> topic.accept(event);
    }

    @Override
    public InstantSource clock() {
      return () -> now = now.plus(pace);
    }
  }

  @BeforeEach
  void silently() {
    System.setProperty("log.severity", "OFF");
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("log.severity");
    System.clearProperty("reconciler.timeout");
    System.clearProperty("reconciler.spot.checks");
  }

  private List<JsonNode> reconciled() {
    var answer =
        Answered.by(reconciler, Asked.post("clock", "/", InputStream.nullInputStream(), 0));
    assertEquals(200, answer.status(), answer.body());
    return answer.json().path("views").valueStream().toList();
  }

  private void lose() {
    own.append("p", "ann", 1, 3);
    others.append("q", "ann", 1, 2);
    now = now.plusSeconds(600);
  }

  private static List<Integer> numbers(String field, List<JsonNode> views) {
    return views.stream().map(view -> view.path(field).asInt()).toList();
  }

  private static List<String> failed(JsonNode view) {
    return view.path("failed").valueStream().map(JsonNode::asText).toList();
  }

  @Test
  void whatWasLostIsAppliedToEachViewAndWhatIsOurOwnIsPublishedAgain() {
    lose();
    var views = reconciled();
    assertEquals(List.of(3, 3, 2), numbers("repaired", views));
    assertEquals(List.of(3, 3, 2), numbers("events", views));
    // By each view that lacked it: others drop duplicates.
    assertEquals(6, published.size());
    assertEquals(memory.own.readAfter("p", 0, 9), published.stream().distinct().toList());
    assertEquals(List.of(0, 0, 0), numbers("repaired", reconciled()));
    assertEquals(6, published.size());
  }

  /** Readers are led over to it, and must not see less than before. */
  @Test
  void whatIsBeingBuiltIsRepairedBeforeWhatIsRead() {
    var place = CurrentViews.place(memory.views, "parcels");
    var building = new CurrentViews.Building("parcels.1", now, true);
    CurrentViews.put(memory.views, attempt -> {}, "parcels", place, place.withBuilding(building));
    lose();
    var built = own.view().in("parcels.1").key("p");
    topic = event -> assertEquals(3, memory.views.get(List.of(built)).get(built).version());
    var views = reconciled();
    assertEquals(List.of(3, 3, 3, 2), numbers("repaired", views));
    assertEquals("parcels.1", views.get(1).path("view").asText());
    assertEquals(List.of(), failed(views.get(0)));
  }

  @Test
  void aDocumentThatCannotBeWrittenHoldsUpNoOtherAndNoOtherFeed() {
    lose();
    own.append("r", "ann", 1, 2);
    now = now.plusSeconds(600);
    tooLarge = Optional.of(new QueryStore.Key("parcels", "p"));
    var views = reconciled();
    assertEquals(List.of("p@0000000001"), failed(views.get(0)));
    assertEquals(List.of(1, 0, 0), numbers("stuck", views));
    assertEquals(List.of(2, 5, 2), numbers("repaired", views));
    tooLarge = Optional.empty();
    assertEquals(List.of(0, 0, 0), numbers("stuck", reconciled()));
    assertEquals(
        3, memory.views.get(List.of(own.view().key("p"))).get(own.view().key("p")).version());
  }

  @ParameterizedTest
  @CsvSource({"parcels, 0", "log, 1", "copies, 2"})
  void aFeedThatFailsHoldsUpNoOther(String collection, int feed) {
    lose();
    onGet =
        keys -> {
          if (keys.stream().anyMatch(key -> key.collection().equals(collection))) {
            throw new TransientFailure("of all documents, these", null);
          }
        };
    var views = reconciled();
    assertEquals(List.of("everything"), failed(views.get(feed)));
    var repaired = new ArrayList<>(List.of(3, 3, 2));
    repaired.set(feed, 0);
    assertEquals(repaired, numbers("repaired", views));
    onGet = keys -> {};
    var rest = new ArrayList<>(List.of(0, 0, 0));
    rest.set(feed, List.of(3, 3, 2).get(feed));
    assertEquals(rest, numbers("repaired", reconciled()));
  }

  @Test
  void aCorruptDocumentIsADifferenceAndHoldsUpNothing() {
    lose();
    reconciled();
    memory.views.corrupt(own.view().key("p"));
    var views = reconciled();
    assertEquals(List.of(1, 0, 0), numbers("differ", views));
    assertEquals(List.of(), failed(views.get(0)));
  }

  /** What was reconciled before it was. */
  @Test
  void aSpotCheckThatFailsIsNotEverything() {
    lose();
    onGet =
        keys -> {
          if (keys.stream().anyMatch(key -> key.id().equals("parcels~spot-check"))) {
            throw new TransientFailure("of all documents, this", null);
          }
        };
    var views = reconciled();
    assertEquals(List.of("spot check"), failed(views.get(0)));
    assertEquals(List.of(3, 3, 2), numbers("repaired", views));
  }

  @Test
  void aTopicThatRefusesHoldsUpNoView() {
    lose();
    topic =
        event -> {
          throw new TransientFailure("no such topic", null);
        };
    var views = reconciled();
    assertEquals(List.of(3, 3, 2), numbers("repaired", views));
    assertEquals(List.of("p@0000000001"), failed(views.get(0)));
    assertTrue(views.get(0).path("more").asBoolean(), "it is to be published yet");
    topic = published::add;
    reconciled();
    assertEquals(3, published.stream().distinct().count());
  }

  @Test
  void anAnswerComesInTimeAndEachFeedGetsItsShareOfIt() {
    System.setProperty("reconciler.timeout", "60s");
    for (int n = 0; n < 400; n++) {
      own.append("p" + n, "ann", 1, 1);
      others.append("q" + n, "ann", 1, 1);
      now = now.plusMillis(1);
    }
    now = now.plusSeconds(600);
    pace = Duration.ofMillis(100);
    int runs = 0;
    boolean hasMore = true;
    while (hasMore) {
      var start = now;
      var views = reconciled();
      assertTrue(Duration.between(start, now).toSeconds() < 60, "it answers in time");
      if (runs == 0) {
        assertTrue(
            numbers("repaired", views).stream().allMatch(repaired -> repaired > 0),
            views::toString);
      }
      hasMore = views.stream().anyMatch(view -> view.path("more").asBoolean());
      assertTrue(runs++ < 100, "no end");
    }
    assertTrue(runs > 1, "nothing was too much for one run");
    assertTrue(IntStream.range(0, 400).allMatch(n -> isApplied("parcels", "p" + n)));
    assertTrue(IntStream.range(0, 400).allMatch(n -> isApplied("copies", "q" + n)));
  }

  private void takes(int seconds) {
    now = now.plusSeconds(seconds);
  }

  @Test
  void aSpotCheckIsNotBegunWhereTheTimeIsOver() {
    lose();
    reconciled();
    onGet =
        keys -> {
          var ids = keys.stream().map(QueryStore.Key::id).toList();
          takes(ids.contains("parcels~parcels") ? 20 : 0);
          assertFalse(ids.contains("parcels~spot-check"), "it is late");
        };
    var views = reconciled();
    assertEquals(List.of(0, 0, 1), numbers("compared", views));
    assertEquals(List.of(), failed(views.get(0)));
  }

  /** A third of 45 s is its share. */
  @Test
  void aSpotCheckEndsInTimeAndTheNextGoesOnBehindIt() {
    for (var id : List.of("a", "b", "c", "d", "e")) {
      own.append(id, "ann", 1, 1);
    }
    now = now.plusSeconds(600);
    System.setProperty("reconciler.spot.checks", "0");
    reconciled();
    System.clearProperty("reconciler.spot.checks");
    onRead = () -> takes(8);
    for (var compared : List.of(2, 2, 1)) {
      var start = now;
      var views = reconciled();
      assertEquals(compared, views.get(0).path("compared").asInt());
      assertTrue(Duration.between(start, now).toSeconds() < 60, "it answers in time");
    }
  }

  /** A rebuild's has all that its filling has made to look through. */
  @Test
  void besideABacklogOfWhatIsBuiltWhatIsReadGetsItsShare() {
    for (int n = 0; n < 400; n++) {
      own.append("p" + n, "ann", 1, 1);
      now = now.plusMillis(1);
    }
    now = now.plusSeconds(600);
    var place = CurrentViews.place(memory.views, "parcels");
    var building = new CurrentViews.Building("parcels.1", now, true);
    CurrentViews.put(memory.views, attempt -> {}, "parcels", place, place.withBuilding(building));
    pace = Duration.ofMillis(100);
    var views = reconciled();
    assertEquals("parcels.1", views.get(1).path("view").asText());
    for (var view : views.subList(0, 2)) {
      assertTrue(view.path("repaired").asInt() > 30, view::toString);
      assertTrue(view.path("more").asBoolean(), view::toString);
    }
  }

  private boolean isApplied(String collection, String id) {
    return !memory.views.get(List.of(new QueryStore.Key(collection, id))).isEmpty();
  }

  /** What a log-based metric counts, and with it the alert. */
  private List<String> logged() {
    var log = new ByteArrayOutputStream();
    var out = System.out;
    System.setProperty("log.severity", "ERROR");
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      reconciled();
    } finally {
      System.setOut(out);
    }
    return log.toString(StandardCharsets.UTF_8)
        .lines()
        .map(line -> Json.parse(line).path("message").asText())
        .toList();
  }

  @Test
  void whatAlertsLookForIsLogged() throws Exception {
    lose();
    tooLarge = Optional.of(new QueryStore.Key("parcels", "p"));
    var lines = logged();
    assertEquals(3 + 2, lines.stream().filter(it -> it.contains(Log.FOUND)).count());
    var failures = lines.stream().filter(it -> it.contains(Log.FAILED)).toList();
    assertEquals(1, failures.size(), lines::toString);
    assertTrue(failures.getFirst().contains("parcels, p@0000000001"), failures::toString);
    assertTrue(failures.getFirst().contains("too large"), "and why: " + failures);
  }
}
