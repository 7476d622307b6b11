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
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import java.util.stream.LongStream;

/**
 * One document an event, created and never touched again; its key is {@link RecordedEvent#key()}.
 * An append is one commit of creations: one round trip, one billed write an event, no read.
 * Reservations are documents of {@code <service>-reservations}, which hold no value.
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
    // A value that nobody has had is claimed by the first of its documents, without a look.
    var places =
        reservations.stream().map(it -> it.isRelease() ? place(it) : new Place(it, 1)).toList();
    try {
      commit(events, places);
    } catch (FirestoreCalls.NotCommitted e) {
      explain(events, places);
    }
  }

  private void commit(List<RecordedEvent> events, List<Place> places)
      throws FirestoreCalls.NotCommitted {
    var batch = firestore.get().batch();
    for (var event : events) {
      batch.create(document(event.stream(), event.version()), stored(event));
    }
    for (var place : places) {
      // What nobody has can't be released.
      if (!place.reservation().isRelease() || !place.isFree()) {
        batch.create(document(place), claim(place, events.getFirst().stream()));
      }
    }
    FirestoreCalls.commit(batch.commit());
  }

  /**
   * Something exists already: our own append, whose answer was lost, somebody else's, or a claim,
   * which may be over. Or nothing does: others wrote at the same time, and it is a race that is
   * lost like any other.
   */
  private void explain(List<RecordedEvent> events, List<Place> tried) {
    var first = events.getFirst();
    var there = readRange(first.stream(), first.version(), events.getLast().version());
    if (there.equals(events)) {
      return;
    }
    if (there.isEmpty()) {
      var reservations = tried.stream().map(Place::reservation).toList();
      var places = reservations.stream().map(this::place).toList();
      claimed(places).stream()
          .findFirst()
          .ifPresent(
              taken -> {
                throw new ReservationTaken(taken);
              });
      if (!places.equals(tried)) {
        again(events, places);
        return;
      }
    }
    throw new VersionConflict(first.stream(), first.version() - 1);
  }

  private void again(List<RecordedEvent> events, List<Place> places) {
    try {
      commit(events, places);
    } catch (FirestoreCalls.NotCommitted lost) {
      explain(events, places);
    }
  }

  @Override
  public List<Reservation> taken(List<Reservation> reservations) {
    return claimed(reservations.stream().map(this::place).toList());
  }

  /** In a transaction, which a next event, or a claim of another operator, ends. */
  @Override
  public void claim(String stream, long version, List<Reservation> reservations) {
    var next = document(stream, version + 1);
    boolean isClaimed =
        FirestoreCalls.read(
            firestore
                .get()
                .runTransaction(
                    all -> {
                      if (all.get(next).get().exists()) {
                        return false;
                      }
                      var places = new ArrayList<Place>();
                      for (var reservation : reservations) {
                        places.add(place(reservation, it -> all.get(it).get()));
                      }
                      places.stream()
                          .filter(Place::isFree)
                          .forEach(it -> all.create(document(it), claim(it, stream)));
                      return true;
                    }));
    if (!isClaimed) {
      throw new VersionConflict(stream, version);
    }
  }

  private static Map<String, Object> claim(Place place, String stream) {
    return Map.of("kind", place.reservation().kind(), "stream", stream);
  }

  private static List<Reservation> claimed(List<Place> places) {
    return places.stream()
        .filter(it -> !it.reservation().isRelease() && !it.isFree())
        .map(Place::reservation)
        .toList();
  }

  /**
   * Where the next change of a value's claim is written. Nobody may delete or change what is here,
   * so that each claim and each release is a document of its own: the odd ones claim, the even ones
   * release.
   */
  private record Place(Reservation reservation, int number) {

    /** Whether nobody has the value. */
    boolean isFree() {
      return number % 2 == 1;
    }
  }

  private Place place(Reservation reservation) {
    return place(reservation, it -> FirestoreCalls.read(it.get()));
  }

  /** How a document is read. */
  @FunctionalInterface
  private interface Read<X extends Exception> {
    DocumentSnapshot of(DocumentReference document) throws X;
  }

  /** The first that is not written yet: one read, and one for each claim and release there was. */
  private <X extends Exception> Place place(Reservation reservation, Read<X> read) throws X {
    var place = new Place(reservation, 1);
    while (read.of(document(place)).exists()) {
      place = new Place(reservation, place.number() + 1);
    }
    return place;
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
        .orElseGet(
            () -> {
              var last = new ArrayDeque<RecordedEvent>();
              each(
                  stream,
                  event -> {
                    last.add(event);
                    if (last.size() > limit) {
                      last.remove();
                    }
                  });
              return List.copyOf(last);
            });
  }

  /** All of a stream, by its keys. */
  private void each(String stream, Consumer<RecordedEvent> reader) {
    long last = 0;
    List<RecordedEvent> page;
    do {
      page = readAfter(stream, last, AT_ONCE);
      page.forEach(reader);
      last = page.isEmpty() ? last : page.getLast().version();
    } while (page.size() == AT_ONCE);
  }

  @Override
  public List<RecordedEvent> readCommand(String stream, String commandId) {
    var query = following(events().whereEqualTo(EventDocument.COMMAND_ID, commandId), stream, 0);
    return byIndex(query, stream)
        .orElseGet(
            () -> {
              var found = new ArrayList<RecordedEvent>();
              each(
                  stream,
                  event -> {
                    if (event.metadata().commandId().equals(commandId)) {
                      found.add(event);
                    }
                  });
              return List.copyOf(found);
            });
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
  private DocumentReference document(Place place) {
    var value = place.reservation().kind() + "~" + Ids.hash(place.reservation().value());
    return firestore
        .get()
        .collection(service + "-reservations")
        .document(place.number() == 1 ? value : value + "~" + place.number());
  }
}
