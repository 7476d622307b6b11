package dev.eventfold.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.concurrent.Backoff;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Views as readers see them: each is read from the collection that is current: its own, until it
 * was rebuilt into another one. Which one that is, is looked up at most every {@link #REMEMBERED};
 * a switch is announced earlier than that, with the moment at which it takes effect, so that every
 * reader makes it at the same time. Costs one read of a small document each time.
 */
public final class CurrentViews implements DocumentReader {

  /** For how long a reader does not look again. */
  public static final Duration REMEMBERED = Duration.ofSeconds(10);

  private static final String COLLECTION = "views-current";

  /**
   * Where a view is.
   *
   * @param current read from {@code from} on
   * @param previous read before
   */
  public record Place(
      String current, Optional<String> previous, Instant from, Optional<Building> building) {

    public Place withBuilding(Building next) {
      return new Place(current, previous, from, Optional.of(next));
    }

    String at(Instant now) {
      return now.isBefore(from) ? previous.orElse(current) : current;
    }
  }

  /**
   * A collection that is being built.
   *
   * @param since what the event store took before is filled in; what it takes later comes by
   *     projectors
   * @param isLive whether it is filled, and live events go into it as well
   */
  public record Building(String collection, Instant since, boolean isLive) {}

  private record Remembered(Place place, Instant until) {}

  private final DocumentReader store;
  private final InstantSource clock;
  private final Map<String, Remembered> remembered = new ConcurrentHashMap<>();

  public CurrentViews(DocumentReader store, InstantSource clock) {
    this.store = store;
    this.clock = clock;
  }

  /** Where a view is, freshly read. */
  public static Place place(DocumentReader store, String view) {
    return place(Documents.get(store, new QueryStore.Key(COLLECTION, view)), view);
  }

  private static Place place(Optional<Document> there, String view) {
    return there
        .flatMap(Document::body)
        .map(CurrentViews::bind)
        .orElseGet(() -> new Place(view, Optional.empty(), Instant.EPOCH, Optional.empty()));
  }

  private static Place bind(JsonNode body) {
    return new Place(
        body.path("current").asText(),
        Optional.ofNullable(body.path("previous").textValue()),
        Instant.parse(body.path("from").asText()),
        body.has("building") ? Optional.of(building(body.path("building"))) : Optional.empty());
  }

  private static Building building(JsonNode body) {
    return new Building(
        body.path("collection").asText(),
        Instant.parse(body.path("since").asText()),
        body.path("live").asBoolean());
  }

  /**
   * Says where a view is. A commit that was refused, or had no answer, is one of three: it was
   * written all the same, nobody has written and it is tried again, or somebody else has. What is
   * stored then tells which.
   *
   * @param was where it is believed to be
   * @throws QueryStore.ConcurrentWrite it is not: somebody else rebuilds or drops it
   * @throws TransientFailure nobody knows whether it is said
   */
  public static void put(QueryStore store, Backoff backoff, String view, Place was, Place next) {
    var mayBeSaid = new AtomicBoolean();
    new Patience(backoff)
        .run(
            () -> {
              var there = Documents.get(store, new QueryStore.Key(COLLECTION, view));
              var now = place(there, view);
              if (mayBeSaid.get() && now.equals(next)) {
                return;
              }
              if (!now.equals(was)) {
                throw new QueryStore.ConcurrentWrite(view + " is not where it was");
              }
              mayBeSaid.set(true);
              try {
                store.commit(List.of(write(there, view, next)));
              } catch (QueryStore.ConcurrentWrite | TransientFailure e) {
                throw new TransientFailure("the store does not say where " + view + " is", e);
              }
            });
  }

  private static Write write(Optional<Document> there, String view, Place place) {
    var body = Json.TOLERANT.createObjectNode();
    body.put("current", place.current());
    place.previous().ifPresent(previous -> body.put("previous", previous));
    body.put("from", place.from().toString());
    place
        .building()
        .ifPresent(
            building ->
                body.putObject("building")
                    .put("collection", building.collection())
                    .put("since", building.since().toString())
                    .put("live", building.isLive()));
    var content = new Document.Content(view, 0, Optional.of(body), Map.of());
    return new Write(COLLECTION, content, Documents.unmoved(there));
  }

  private String current(String view) {
    var now = clock.instant();
    var known = remembered.get(view);
    if (known == null || known.until().isBefore(now)) {
      known = new Remembered(place(store, view), now.plus(REMEMBERED));
      remembered.put(view, known);
    }
    return known.place().at(now);
  }

  @Override
  public Map<QueryStore.Key, Document> get(Collection<QueryStore.Key> keys) {
    var asked = new HashMap<QueryStore.Key, QueryStore.Key>();
    keys.forEach(key -> asked.put(new QueryStore.Key(current(key.collection()), key.id()), key));
    var found = new HashMap<QueryStore.Key, Document>();
    store.get(asked.keySet()).forEach((key, document) -> found.put(asked.get(key), document));
    return found;
  }

  @Override
  public List<Document> page(String collection, Query query) {
    return store.page(current(collection), query);
  }
}
