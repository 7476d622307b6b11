package dev.eventfold.gcp.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.gcp.queries.HttpQueries;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.json.Json;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import dev.eventfold.store.EventStore;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.LongStream;

/** A service that has a view and little else: where parcels are, and whose they are. */
public final class Parcels {

  /** It has come to a place. */
  public record Came(String ownerId, String place) {}

  /** Where it is, and how often somebody asked for it, which other streams say. */
  public record Parcel(String ownerId, String place, long asked) {}

  private record WhereItIs() implements Projection<Came, Parcel> {
    @Override
    public Optional<Parcel> evolve(String id, Optional<Parcel> parcel, TypedEvent<Came> event) {
      var came = event.event();
      long asked = parcel.map(Parcel::asked).orElse(0L);
      return Optional.of(new Parcel(came.ownerId(), came.place(), asked));
    }
  }

  private static final EventTypes<Came> TYPES = EventTypes.<Came>own().add("came", Came.class);

  private static final int BATCH = 100;

  private final String service;
  private final EventStore events;
  private final QueryStore views;

  public Parcels(String service, EventStore events, QueryStore views) {
    this.service = service;
    this.events = events;
    this.views = views;
  }

  public View<Parcel> view() {
    return new View<>(service, Parcel.class, parcel -> Map.of());
  }

  public Feed<Came, Parcel> feed(Checkpoint checkpoint) {
    return new Feed<>(view(), service, TYPES, new WhereItIs(), checkpoint);
  }

  /** Their queries: each owner sees their own. */
  public HttpQueries<Came, Parcel> queries() {
    return queries(views, Checkpoint.IN_DOCUMENT, Readers.owner("ownerId"));
  }

  public HttpQueries<Came, Parcel> queries(
      DocumentReader from, Checkpoint checkpoint, Readers readers) {
    var resource =
        Resource.at("/" + service, feed(checkpoint))
            .readBy(readers)
            .alsoTaggedBy(Parcel::asked)
            .build();
    return new HttpQueries<>(service, resource, events, from, Optional.empty());
  }

  /** Lets somebody's parcel come to places "1", "2" and so on. */
  public void append(String id, String owner, long from, long to) {
    for (long first = from; first <= to; first += BATCH) {
      var batch =
          LongStream.rangeClosed(first, Math.min(first + BATCH - 1, to))
              .mapToObj(version -> event(id, version, "came", came(owner, version)))
              .toList();
      events.append(batch, List.of());
    }
  }

  private static ObjectNode came(String owner, long version) {
    return (ObjectNode) Json.tree(new Came(Ids.caller(owner), Long.toString(version)));
  }

  public RecordedEvent event(String id, long version, String type, ObjectNode payload) {
    var command = Ids.command("test", id, Long.toString(version));
    return new RecordedEvent(
        Ids.event(command, 0),
        service,
        id,
        version,
        type,
        1,
        Instant.EPOCH.plusSeconds(version),
        payload,
        new Metadata(command, "", "c", command, "", "somebody"));
  }

  /** Lets the view catch up with the stream. */
  public void project(String id, long version) {
    feed(Checkpoint.IN_DOCUMENT)
        .projector(events, views, attempt -> {})
        .on(events.readRange(id, version, version).getFirst());
  }

  /** How far the view is. */
  public long applied(String id) {
    var key = view().key(id);
    var document = views.get(List.of(key)).get(key);
    return document == null ? 0 : document.version();
  }

  /** What feeds the view that the queries read. */
  public Feed<?, ?> feed() {
    return feed(Checkpoint.IN_DOCUMENT);
  }
}
