package dev.eventfold.gcp.queries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.gcp.http.Parcels;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.projections.Checkpoint;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** One document, asked for in every way, while its projector is late or early. */
class HttpQueriesTest {

  private final InMemoryEventStore events = new InMemoryEventStore();
  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private final Parcels parcels = new Parcels("parcels", events, views);
  private final HttpQueries<?, ?> queries = parcels.queries();

  @BeforeEach
  void silently() {
    System.setProperty("log.severity", "OFF");
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("log.severity");
  }

  private Answered get(String caller, String target, String... headers) {
    return Answered.by(queries, Asked.get(caller, "/parcels/" + target, headers));
  }

  private static void assertProblem(int status, String words, Answered answer) {
    assertEquals(status, answer.status(), answer.body());
    assertTrue(answer.json().path("detail").asText().contains(words), answer.body());
    assertEquals("", answer.header("ETag"));
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 2, 102, 204})
  void whatTheViewLacksIsFoldedFromTheEvents(long projected) {
    parcels.append("p", "ann", 1, 205);
    if (projected > 0) {
      parcels.project("p", projected);
    }
    var folded = get("ann", "p?minVersion=205");
    assertEquals(200, folded.status(), folded.body());
    assertEquals("\"205\"", folded.header("ETag"));
    assertEquals("205", folded.json().path("place").asText());

    parcels.project("p", 205);
    var projectedNow = get("ann", "p");
    assertEquals(projectedNow.body(), folded.body());
    assertEquals(projectedNow.header("ETag"), folded.header("ETag"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"/parcels", "/parcels/p", "/parcels/events/p"})
  void anotherMethodIsNotAllowed(String path) {
    for (var method : List.of("POST", "PUT", "DELETE", "OPTIONS")) {
      var answer = Answered.by(queries, Asked.get("clerk", path).by(method));
      assertProblem(405, method + " is not allowed here", answer);
      assertEquals("GET, HEAD", answer.header("Allow"));
    }
  }

  @Test
  void whatOtherStreamsSaidStaysAsItIs() {
    parcels.append("p", "ann", 1, 2);
    parcels.project("p", 1);
    var body = Json.tree(new Parcels.Parcel("whoever", "1", 7));
    views.commit(
        List.of(
            new Write(
                "parcels",
                new Document.Content("p", 1, Optional.of(body), Map.of()),
                new Write.Precondition.None())));
    var folded = get("clerk", "p?minVersion=2");
    assertEquals(7, folded.json().path("asked").asLong());
    assertEquals("\"2.7\"", folded.header("ETag"));
    assertEquals(304, get("clerk", "p?minVersion=2", "If-None-Match", "\"2.7\"").status());
  }

  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void aVersionThatIsNotThereIsSaidAtOnce(boolean projected) {
    parcels.append("p", "ann", 1, 2);
    if (projected) {
      parcels.project("p", 2);
    }
    assertProblem(412, "no version 3", get("ann", "p?minVersion=3", "Prefer", "wait=20"));
    assertProblem(412, "no version 9999999999", get("clerk", "p?minVersion=9999999999"));
    assertProblem(404, "There is no q", get("ann", "q?minVersion=1", "Prefer", "wait=20"));
    assertProblem(404, "There is no q", get("clerk", "q?minVersion=2", "Prefer", "wait=20"));
  }

  @Test
  void aViewThatIsTooFarBehindSaysWhereItIs() {
    parcels.append("p", "ann", 1, CatchUp.MAX_EVENTS + 1);
    var far = "p?minVersion=" + (CatchUp.MAX_EVENTS + 1);
    var behind = get("ann", far);
    assertProblem(404, "There is no p", get("bob", far));
    assertProblem(504, "at version 0, not yet at 501", behind);
    assertEquals("1", behind.header("Retry-After"));
    assertEquals(200, get("ann", "p?minVersion=" + CatchUp.MAX_EVENTS).status());
  }

  @Test
  void anEventThatNobodyCanReadLeavesTheViewBehind() {
    parcels.append("p", "ann", 1, 1);
    var broken = Json.TOLERANT.createObjectNode();
    events.append(List.of(parcels.event("p", 2, "vanished", broken)), List.of());
    events.append(List.of(parcels.event("q", 1, "vanished", broken)), List.of());
    assertProblem(504, "at version 0, not yet at 2", get("ann", "p?minVersion=2"));
    assertProblem(504, "at version 0, not yet at 1", get("clerk", "q?minVersion=1"));
    // Only newer code knows whose it is: perhaps it is ann's.
    assertProblem(503, "another version", get("ann", "q?minVersion=1"));
    assertProblem(503, "another version", get("clerk", "p?asOf=2"));
  }

  /** As its projector does, which would never show what is folded across it. */
  @Test
  void aHoleInAStreamLeavesTheViewBehind() {
    parcels.append("p", "ann", 1, 2);
    parcels.append("p", "ann", 4, 5);
    assertProblem(504, "at version 0, not yet at 5", get("ann", "p?minVersion=5"));
    parcels.project("p", 2);
    assertProblem(504, "at version 2, not yet at 4", get("ann", "p?minVersion=4"));
    // Somebody else has filled it with what is no event.
    events.corrupt("parcels", "p@0000000003");
    for (var version : List.of(3, 4, 5)) {
      assertProblem(504, "at version 2, not yet at", get("ann", "p?minVersion=" + version));
    }
  }

  @ParameterizedTest
  @CsvSource({
    "minVersion=1,''",
    "minVersion=2,''",
    "minVersion=3,''",
    "minVersion=1,wait=9",
    "asOf=0,''",
    "asOf=1,''",
    "asOf=3,''",
    "asOf=1970-01-01T00:00:01Z,''",
    "asOf=9999999999,''",
    "'',''",
  })
  void aStrangerHearsWhatIsSaidOfWhatDoesNotExist(String query, String prefer) {
    parcels.append("p", "ann", 1, 2);
    for (int projected = 0; projected < 3; projected++) {
      if (projected > 0) {
        parcels.project("p", projected);
      }
      for (var tag : List.of("\"1\"", "*")) {
        assertEquals(said("q", query, prefer, tag), said("p", query, prefer, tag));
      }
    }
  }

  /** What Bob hears of Ann's parcel, or of none. */
  private List<Object> said(String id, String query, String prefer, String tag) {
    var headers = new String[] {"Prefer", prefer, "If-None-Match", tag, "X-Correlation-Id", "c"};
    var answer = get("bob", id + (query.isEmpty() ? "" : "?" + query), headers);
    assertEquals(404, answer.status());
    return List.of(answer.getHeaders(), answer.body().replace(" " + id + ".", " it."));
  }

  /** What somebody else has written, and no adapter can read. */
  @Test
  void aCorruptDocumentIsOnNoListAndCostsNoOtherOne() {
    for (var id : List.of("p", "q", "r")) {
      parcels.append(id, "ann", 1, 1);
      parcels.project(id, 1);
    }
    views.corrupt(parcels.view().key("q"));
    var everybodys = parcels.queries(views, Checkpoint.IN_DOCUMENT, Readers.ALL);
    var first = Answered.by(everybodys, Asked.get("clerk", "/parcels?pageSize=2"));
    assertEquals(200, first.status(), first.body());
    assertEquals(List.of("p"), ids(first));
    var token = first.json().path("nextPageToken").asText();
    var rest =
        Answered.by(everybodys, Asked.get("clerk", "/parcels?pageSize=2&pageToken=" + token));
    assertEquals(List.of("r"), ids(rest));

    for (var asked : List.of("q", "q?minVersion=1")) {
      assertProblem(500, "Something went wrong on our side.", get("ann", asked));
      assertProblem(404, "There is no q", get("bob", asked));
    }
    assertEquals(200, get("ann", "q?asOf=1").status());
  }

  private static List<String> ids(Answered list) {
    return list.json().path("items").valueStream().map(it -> it.path("id").asText()).toList();
  }

  @Test
  void asOfAndMinVersionAreNotGivenTogether() {
    parcels.append("p", "ann", 1, 2);
    assertProblem(400, "must not be given together", get("ann", "p?asOf=1&minVersion=1"));
  }

  @Test
  void thePastHasABottom() {
    parcels.append("p", "ann", 1, TimeTravel.MAX_EVENTS + 1);
    assertEquals(200, get("ann", "p?asOf=" + TimeTravel.MAX_EVENTS).status());
    assertEquals(200, get("ann", "p?asOf=1970-01-01T00:08:20Z").status());
    assertProblem(400, "asOf must be within", get("ann", "p?asOf=501"));
    assertProblem(400, "asOf must be within", get("ann", "p?asOf=2030-01-01T00:00:00Z"));
  }

  @Test
  void aHistoryThatIsNotThereIsNotFoundAndHasNoTokens() {
    parcels.append("p", "ann", 1, 2);
    assertProblem(404, "There is no q", get("clerk", "events/q"));
    var token = get("clerk", "events/p?pageSize=1").json().path("nextPageToken").asText();
    assertEquals(200, get("clerk", "events/p?pageToken=" + token).status());
    assertProblem(400, "of this history", get("clerk", "events/q?pageToken=" + token));
    assertProblem(400, "of this history", get("clerk", "events/p?pageToken=1"));
  }

  /** A document that is there at the second look. */
  private DocumentReader late(AtomicInteger looks) {
    return new DocumentReader() {
      @Override
      public Map<QueryStore.Key, Document> get(Collection<QueryStore.Key> keys) {
        return looks.incrementAndGet() == 1 ? Map.of() : views.get(keys);
      }

      @Override
      public List<Document> page(String collection, Query query) {
        return views.page(collection, query);
      }
    };
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "wait=9",
        "Wait=9",
        "WAIT = \"9\"",
        "respond-async, wAit=9",
        "wait=9; late=yes",
        "wait=9, wait=1"
      })
  void aPreferenceIsOneInAnyCase(String prefer) {
    parcels.append("p", "ann", 1, 1);
    parcels.project("p", 1);
    var looks = new AtomicInteger();
    var log = parcels.queries(late(looks), Checkpoint.NONE, Readers.STAFF);
    var answer = Answered.by(log, Asked.get("clerk", "/parcels/p?minVersion=1", "Prefer", prefer));
    assertEquals(200, answer.status(), answer.body());
    assertEquals("wait=9", answer.header("Preference-Applied"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"await=9", "wait=9s", "handling=lenient; wait=9", "wait", ""})
  void whatIsNoPreferenceToWaitIsNotWaitedFor(String prefer) {
    var looks = new AtomicInteger();
    var log = parcels.queries(late(looks), Checkpoint.NONE, Readers.STAFF);
    var answer = Answered.by(log, Asked.get("clerk", "/parcels/p?minVersion=1", "Prefer", prefer));
    assertProblem(504, "at version 0", answer);
    assertEquals("1", answer.header("Retry-After"));
    assertEquals(1, looks.get());
  }
}
