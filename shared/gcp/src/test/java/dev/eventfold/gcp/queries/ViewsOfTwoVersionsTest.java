package dev.eventfold.gcp.queries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.Write;
import dev.eventfold.events.EventTypes;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.gcp.http.Parcels;
import dev.eventfold.gcp.http.Versions;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.View;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Queries of two versions over one view: each shows it in its own shape, whoever has written it.
 */
class ViewsOfTwoVersionsTest {

  /** The new version shows every place that a parcel has come to. */
  public record Route(String ownerId, List<String> places) {}

  private final InMemoryEventStore events = new InMemoryEventStore();
  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private final Parcels parcels = new Parcels("parcels", events, views);
  private final HttpQueries<?, ?> old = parcels.queries();
  private final Feed<Parcels.Came, Route> feed =
      new Feed<>(
          new View<>("parcels", Route.class, route -> Map.of(), 2),
          "parcels",
          EventTypes.<Parcels.Came>own().add("came", Parcels.Came.class),
          (id, route, event) -> {
            var places = new ArrayList<>(route.map(Route::places).orElse(List.of()));
            places.add(event.event().place());
            return Optional.of(new Route(event.event().ownerId(), places));
          },
          Checkpoint.IN_DOCUMENT);
  private final HttpQueries<?, ?> fresh =
      new HttpQueries<>(
          "parcels",
          Resource.at("/parcels", feed).readBy(Readers.owner("ownerId")).build(),
          events,
          views,
          Optional.empty());

  @BeforeEach
  void silently() {
    System.setProperty("log.severity", "OFF");
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("log.severity");
  }

  private static Answered get(HttpQueries<?, ?> from, String target, String... headers) {
    return Answered.by(from, Asked.get("clerk", "/parcels" + target, headers));
  }

  private void projectNew(String id, long version) {
    feed.projector(events, views, attempt -> {}).on(events.readRange(id, version, version).get(0));
  }

  @Test
  void whatOldCodeHasWrittenIsShownInTheNewShape() {
    parcels.append("p", "ann", 1, 3);
    parcels.project("p", 2);
    for (var target : List.of("/p", "/p?minVersion=2", "/p?asOf=2")) {
      var answer = get(fresh, target);
      assertEquals(200, answer.status(), answer.body());
      assertEquals("[\"1\",\"2\"]", answer.json().path("places").toString());
    }
    assertEquals(3, get(fresh, "/p?minVersion=3").json().path("places").size());
    assertEquals(2, get(fresh, "").json().at("/items/0/places").size());
    assertEquals(200, Answered.by(fresh, Asked.get("ann", "/parcels/p")).status());
    assertEquals(404, Answered.by(fresh, Asked.get("bob", "/parcels/p")).status());
  }

  @Test
  void whatNewCodeHasWrittenIsShownInTheOldShapeAfterARollback() {
    parcels.append("p", "ann", 1, 3);
    projectNew("p", 2);
    for (var target : List.of("/p", "/p?minVersion=2", "/p?asOf=2")) {
      var answer = get(old, target);
      assertEquals("2", answer.json().path("place").asText(), answer.body());
      assertFalse(answer.body().contains("shape"), answer.body());
    }
    assertFalse(get(fresh, "/p").body().contains("shape"));
  }

  @Test
  void anETagChangesWithTheShape() {
    parcels.append("p", "ann", 1, 2);
    parcels.project("p", 2);
    var before = get(old, "/p").header("ETag");
    assertEquals("\"2\"", before);
    var after = get(fresh, "/p", "If-None-Match", before);
    assertEquals(200, after.status());
    assertEquals("\"2.s2\"", after.header("ETag"));
    assertEquals(304, get(fresh, "/p", "If-None-Match", after.header("ETag")).status());
    assertEquals(200, get(old, "/p", "If-None-Match", after.header("ETag")).status());
  }

  /** A client has it from one version and gives it to another. */
  @ParameterizedTest
  @ValueSource(strings = {"\"2\"", "\"2.17\"", "\"2.s2\"", "\"2.17.s2\"", "W/\"2.17.s2.later\""})
  void aTagSaysItsVersionWhateverElseItSays(String tag) {
    assertEquals(Optional.of(2L), Versions.ofTag(tag));
  }

  /** What one request may cost has an end. */
  @Test
  void whatWouldCostTooMuchIsLeftToARebuild() {
    parcels.append("p", "ann", 1, 300);
    parcels.append("q", "ann", 1, 201);
    parcels.project("p", 300);
    parcels.project("q", 201);
    assertEquals(200, get(fresh, "/p").status());
    var page = get(fresh, "");
    assertEquals(503, page.status());
    assertEquals("1", page.header("Retry-After"));
    assertEquals(200, get(fresh, "?pageSize=1").status());
    projectNew("q", 201);
    parcels.append("q", "ann", 202, 202);
    projectNew("q", 202);
    assertEquals(200, get(fresh, "").status());
  }

  /** A log has no streams to fold: what cannot be bound waits for a rebuild. */
  @Test
  void aLogIsReadAsItIsOrNotAtAll() {
    var log = parcels.queries(views, Checkpoint.NONE, Readers.STAFF);
    var other = "{\"$shape\":3,\"ownerId\":\"c\",\"place\":\"x\",\"asked\":1,\"more\":true}";
    write("a", other);
    assertEquals("x", get(log, "/a").json().path("place").asText());
    write("b", "{\"$shape\":3,\"owner\":\"c\"}");
    assertEquals(503, get(log, "/b").status());
    assertEquals(503, get(log, "").status());
  }

  private void write(String id, String body) {
    var content = new Document.Content(id, 1, Optional.of(Json.parse(body)), Map.of());
    views.commit(List.of(new Write("parcels", content, new Write.Precondition.None())));
  }
}
