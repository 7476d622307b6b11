package dev.eventfold.gcp.firestore;

import static dev.eventfold.testing.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.cloud.Timestamp;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import dev.eventfold.emulators.Needs;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Lazy;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventLog.Slot;
import dev.eventfold.store.EventStore;
import dev.eventfold.testing.EventStoreContract;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

@Needs(Needs.Tool.EMULATORS)
class FirestoreEventStoreContractTest extends EventStoreContract {

  private static final Lazy<Firestore> EVENTS =
      new Lazy<>(() -> Emulated.clients(List.of()).eventStore());

  @Override
  protected EventStore store() {
    return Emulated.backend().eventStore("test");
  }

  @Override
  protected EventLog history() {
    return Emulated.backend().eventLog("test");
  }

  /** Where the index of commit times finds it. */
  @Override
  protected void corrupt(String key) {
    write(
        key,
        Map.of(
            EventDocument.SHARD,
            3L,
            EventDocument.COMMITTED_AT,
            FieldValue.serverTimestamp(),
            "type",
            "odd"));
  }

  private static void write(String key, Map<String, Object> fields) {
    try {
      EVENTS.get().collection("test-events").document(key).set(fields).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> with(RecordedEvent event, String field, Object value) {
    var fields = new HashMap<>(EventDocument.fields(event));
    fields.put("timestamp", Timestamp.now());
    fields.put(field, value);
    return fields;
  }

  @Test
  void whateverNobodyOfUsWritesIsNoEvent() {
    var stream = UUID.randomUUID().toString();
    var key = RecordedEvent.key(stream, 1);
    var event = event(stream, 1, "{}");
    var odd =
        List.of(
            Map.<String, Object>of(),
            with(event, "id", null),
            with(event, "version", 1.0),
            with(event, "version", null),
            with(event, "schema", 1L << 40),
            with(event, "timestamp", null),
            with(event, "timestamp", "noon"),
            with(event, "payload", "{"),
            with(event, "payload", Map.of()),
            with(event, "actor", 7L),
            // Under the key of another event.
            with(event, "version", 2L),
            with(event, "stream", "another"));
    for (var fields : odd) {
      write(key, fields);
      var slots = new ArrayList<Slot>();
      history().readByKey(key, stream + "@~", slots::add);
      assertEquals(List.of(new Slot("test", key, Optional.empty())), slots, fields::toString);
    }
  }
}
