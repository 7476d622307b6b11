package restaurant.bench.baseline;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.CollectionReference;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.firestore.EventDocument;
import dev.eventfold.json.Json;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Firestore's client and nothing else, with documents like those that the system stores. */
public final class BareStore {

  private final Firestore firestore;
  private final CollectionReference documents;

  /** In a collection that nobody has used. */
  public BareStore(Firestore firestore) {
    this.firestore = firestore;
    this.documents = firestore.collection("bare-" + UUID.randomUUID());
  }

  /** What {@code addMenuItem} makes. */
  public static RecordedEvent event(String stream, long version, String type) {
    var commandId = UUID.randomUUID().toString();
    var payload = Json.TOLERANT.createObjectNode();
    payload.put("description", "Pepperoni " + commandId);
    payload.putObject("price").put("amount", "10.00").put("currency", "USD");
    return new RecordedEvent(
        UUID.randomUUID().toString(),
        "menu",
        stream,
        version,
        type,
        1,
        Instant.now().truncatedTo(ChronoUnit.MICROS),
        payload,
        new Metadata(
            commandId,
            Ids.hash(commandId),
            UUID.randomUUID().toString(),
            commandId,
            "00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01",
            "cook"));
  }

  static Map<String, Object> fields(RecordedEvent event) {
    var fields = new HashMap<String, Object>(EventDocument.fields(event));
    var time = event.timestamp();
    fields.put("timestamp", Timestamp.ofTimeSecondsAndNanos(time.getEpochSecond(), time.getNano()));
    fields.put("committedAt", FieldValue.serverTimestamp());
    return fields;
  }

  /** One document more; its id. */
  public String create() throws Exception {
    var event = event(UUID.randomUUID().toString(), 1, "menuItemAdded");
    documents.document(event.key()).create(fields(event)).get();
    return event.key();
  }

  public void get(String id) throws Exception {
    if (!documents.document(id).get().get().exists()) {
      throw new IllegalStateException("no document " + id);
    }
  }

  /** A page in the order of a field. */
  public int page(int limit) throws Exception {
    return documents
        .orderBy("timestamp")
        .orderBy(FieldPath.documentId())
        .limit(limit)
        .get()
        .get()
        .size();
  }

  /**
   * What many would write first: a transaction that reads how far the stream goes, and its events
   * where it has any, and writes the event and how far the stream goes now. It locks by a key: of
   * transactions whose first read is a query, the emulator has only one go on at a time.
   */
  public void naiveAppend(String stream) throws Exception {
    var event = event(stream, 1, "menuItemAdded");
    var head = firestore.collection(documents.getId() + "-streams").document(stream);
    var events = head.collection("events");
    firestore
        .runTransaction(
            transaction -> {
              long version = 0;
              if (transaction.get(head).get().exists()) {
                version = transaction.get(events.orderBy("version")).get().size();
              }
              transaction.create(events.document(event.key()), fields(event));
              transaction.set(head, Map.of("version", version + 1));
              return null;
            })
        .get();
  }

  /** Stores events as the system does, many at once: what is needed before a figure. */
  public static void seed(Firestore firestore, List<RecordedEvent> events) throws Exception {
    for (int from = 0; from < events.size(); from += 250) {
      var batch = firestore.batch();
      for (var event : events.subList(from, Math.min(from + 250, events.size()))) {
        batch.set(
            firestore.collection(EventDocument.collection("menu")).document(event.key()),
            fields(event));
      }
      batch.commit().get();
    }
  }
}
