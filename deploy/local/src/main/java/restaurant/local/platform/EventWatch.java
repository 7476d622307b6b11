package restaurant.local.platform;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentChange;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreException;
import com.google.cloud.firestore.ListenerRegistration;
import com.google.cloud.firestore.QuerySnapshot;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.firestore.EventDocument;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/**
 * Takes a service's events from Firestore's own listen stream: for an emulator that somebody else
 * started, and that was not told where to send triggers. What was stored before it began is the
 * reconciler's to find.
 */
final class EventWatch implements AutoCloseable {

  private static final System.Logger LOG = System.getLogger(EventWatch.class.getName());

  /**
   * How far back a listener begins: an event gets its time before it is stored, and its commit may
   * take ten seconds.
   */
  static final Duration OVERLAP = Duration.ofSeconds(15);

  private static final long PAUSE_AFTER_FAILURE_MILLIS = 500;

  private final Firestore firestore;
  private final String service;
  private final int perListener;
  private final Consumer<RecordedEvent> sink;
  private final Map<String, Instant> delivered = new HashMap<>();
  private Instant newest;
  private ListenerRegistration listener;
  private int deliveredByListener;
  private boolean closed;

  /**
   * @param perListener the client keeps each document that a listener has shown; after so many, the
   *     next listener takes over
   * @param sink gets each event once, soon after it was stored; must not block
   */
  EventWatch(Firestore firestore, String service, int perListener, Consumer<RecordedEvent> sink) {
    this.firestore = firestore;
    this.service = service;
    this.perListener = perListener;
    this.sink = sink;
    this.newest = Instant.now();
    listen();
  }

  String service() {
    return service;
  }

  private synchronized void listen() {
    if (closed) {
      return;
    }
    if (listener != null) {
      listener.remove();
    }
    var since = newest.minus(OVERLAP);
    delivered.values().removeIf(time -> time.isBefore(since));
    deliveredByListener = 0;
    listener =
        firestore
            .collection(EventDocument.collection(service))
            .whereGreaterThanOrEqualTo(
                "timestamp",
                Timestamp.ofTimeSecondsAndNanos(since.getEpochSecond(), since.getNano()))
            .addSnapshotListener(this::changed);
  }

  private synchronized void changed(QuerySnapshot snapshot, FirestoreException failure) {
    if (failure != null) {
      LOG.log(Level.WARNING, "The watch of {0} is begun again: {1}", service, failure.getMessage());
      CompletableFuture.delayedExecutor(PAUSE_AFTER_FAILURE_MILLIS, TimeUnit.MILLISECONDS)
          .execute(this::listen);
      return;
    }
    for (var change : snapshot.getDocumentChanges()) {
      if (change.getType() == DocumentChange.Type.ADDED) {
        deliver(change.getDocument());
      }
    }
    if (deliveredByListener >= perListener) {
      listen();
    }
  }

  private void deliver(DocumentSnapshot document) {
    RecordedEvent event;
    try {
      event = EventDocument.read(service, document.getData());
    } catch (IllegalArgumentException e) {
      LOG.log(Level.WARNING, "{0} is skipped: {1}", document.getReference(), e.getMessage());
      return;
    }
    if (delivered.put(event.id(), event.timestamp()) != null) {
      return;
    }
    deliveredByListener++;
    if (event.timestamp().isAfter(newest)) {
      newest = event.timestamp();
    }
    sink.accept(event);
  }

  @Override
  public synchronized void close() {
    closed = true;
    listener.remove();
  }
}
