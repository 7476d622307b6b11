package dev.eventfold.gcp.firestore;

import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Query;
import com.google.cloud.firestore.Query.Direction;
import dev.eventfold.events.Ids;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventTooLarge;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.ReservationTaken;
import dev.eventfold.store.VersionConflict;
import io.grpc.Status;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * One document an event, created and never touched again; its key is {@link RecordedEvent#key()}.
 * An append is one commit of creations: one round trip, one billed write an event, no read.
 * Reservations are documents of {@code <service>-reservations}.
 */
public final class FirestoreEventStore implements EventStore {

  private static final System.Logger LOG = System.getLogger(FirestoreEventStore.class.getName());

  private static final long LAST_VERSION = 9_999_999_999L;

  private final Supplier<Firestore> firestore;
  private final String service;

  /**
   * @param firestore a client of the database {@code eventstore}
   */
  public FirestoreEventStore(Supplier<Firestore> firestore, String service) {
    this.firestore = firestore;
    this.service = service;
  }

  @Override
  public void append(List<RecordedEvent> events, List<Reservation> reservations) {
    var batch = firestore.get().batch();
    for (var event : events) {
      batch.create(document(event.stream(), event.version()), stored(event));
    }
    for (var reservation : reservations) {
      batch.create(
          document(reservation),
          Map.of(
              "kind", reservation.kind(),
              "value", reservation.value(),
              "stream", events.getFirst().stream()));
    }
    try {
      FirestoreCalls.commit(batch.commit());
    } catch (FirestoreCalls.NotCommitted e) {
      explain(events, reservations);
    }
  }

  /**
   * Something exists already: our own append, whose answer was lost, somebody else's, or a claim.
   * Or nothing does: others wrote at the same time, and it is a race that is lost like any other.
   */
  private void explain(List<RecordedEvent> events, List<Reservation> reservations) {
    var first = events.getFirst();
    var there = readRange(first.stream(), first.version(), events.getLast().version());
    if (there.equals(events)) {
      return;
    }
    var taken = there.isEmpty() ? taken(reservations) : List.<Reservation>of();
    if (!taken.isEmpty()) {
      throw new ReservationTaken(taken.getFirst());
    }
    throw new VersionConflict(first.stream(), first.version() - 1);
  }

  @Override
  public List<Reservation> taken(List<Reservation> reservations) {
    if (reservations.isEmpty()) {
      return List.of();
    }
    var documents = reservations.stream().map(this::document).toArray(DocumentReference[]::new);
    var found = FirestoreCalls.read(firestore.get().getAll(documents));
    return IntStream.range(0, documents.length)
        .filter(i -> found.get(i).exists())
        .mapToObj(reservations::get)
        .toList();
  }

  @Override
  public List<RecordedEvent> readAfter(String stream, long after, int limit) {
    return read(following(events(), stream, after).limit(limit));
  }

  /** By an index: keys can't be read backwards without one. */
  @Override
  public List<RecordedEvent> readLast(String stream, int limit) {
    var query =
        events()
            .whereEqualTo(EventDocument.STREAM, stream)
            .orderBy(EventDocument.VERSION, Direction.DESCENDING)
            .limit(limit);
    return byIndex(query, stream)
        .map(List::reversed)
        .orElseGet(() -> last(limit, readAfter(stream, 0, Integer.MAX_VALUE)));
  }

  private static List<RecordedEvent> last(int limit, List<RecordedEvent> all) {
    return all.subList(Math.max(0, all.size() - limit), all.size());
  }

  @Override
  public List<RecordedEvent> readCommand(String stream, String commandId) {
    var query = following(events().whereEqualTo(EventDocument.COMMAND_ID, commandId), stream, 0);
    return byIndex(query, stream)
        .orElseGet(
            () ->
                readAfter(stream, 0, Integer.MAX_VALUE).stream()
                    .filter(event -> event.metadata().commandId().equals(commandId))
                    .toList());
  }

  /** Empty while the index is being built: for so long, all of the stream is read by its keys. */
  private Optional<List<RecordedEvent>> byIndex(Query query, String stream) {
    try {
      return Optional.of(read(query));
    } catch (IllegalStateException e) {
      if (Status.fromThrowable(e).getCode() != Status.Code.FAILED_PRECONDITION) {
        throw e;
      }
      LOG.log(
          Level.WARNING,
          "all of {0} is read, until Firestore has built an index of {1}: {2}",
          stream,
          EventDocument.collection(service),
          e.getMessage());
      return Optional.empty();
    }
  }

  private static Query following(Query events, String stream, long after) {
    return events
        .orderBy(FieldPath.documentId())
        .startAfter(RecordedEvent.key(stream, after))
        .endAt(RecordedEvent.key(stream, LAST_VERSION));
  }

  private List<RecordedEvent> read(Query query) {
    return FirestoreCalls.read(query.get()).getDocuments().stream().map(this::event).toList();
  }

  @Override
  public List<RecordedEvent> readRange(String stream, long from, long to) {
    if (from > to) {
      return List.of();
    }
    var documents =
        LongStream.rangeClosed(from, to)
            .mapToObj(version -> document(stream, version))
            .toArray(DocumentReference[]::new);
    return FirestoreCalls.read(firestore.get().getAll(documents)).stream()
        .filter(DocumentSnapshot::exists)
        .map(this::event)
        .toList();
  }

  private RecordedEvent event(DocumentSnapshot document) {
    return EventDocument.slot(service, document).event();
  }

  private static Map<String, Object> stored(RecordedEvent event) {
    var fields = EventDocument.fields(event);
    int bytes = ((String) fields.get("payload")).getBytes(StandardCharsets.UTF_8).length;
    if (bytes > MAX_PAYLOAD_BYTES) {
      throw new EventTooLarge(event.type(), bytes);
    }
    var stored = new HashMap<String, Object>();
    fields.forEach(
        (name, value) ->
            stored.put(
                name, value instanceof Instant time ? FirestoreCalls.timestamp(time) : value));
    stored.put(EventDocument.COMMITTED_AT, FieldValue.serverTimestamp());
    return stored;
  }

  private CollectionReference events() {
    return firestore.get().collection(EventDocument.collection(service));
  }

  private DocumentReference document(String stream, long version) {
    return events().document(RecordedEvent.key(stream, version));
  }

  /** By a hash: a value may hold what a document id may not, and be longer. */
  private DocumentReference document(Reservation reservation) {
    return firestore
        .get()
        .collection(service + "-reservations")
        .document(reservation.kind() + "~" + Ids.hash(reservation.value()));
  }
}
