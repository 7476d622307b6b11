package dev.eventfold.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.Firestore;
import dev.eventfold.documents.Document.Content;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.documents.Write;
import dev.eventfold.gcp.Lazy;
import dev.eventfold.testing.QueryStoreContract;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import org.junit.jupiter.api.Test;

class FirestoreQueryStoreContractTest extends QueryStoreContract {

  private static final Lazy<Firestore> VIEWS =
      new Lazy<>(() -> Emulated.clients(List.of()).views());

  @Override
  protected QueryStore store() {
    return Emulated.backend().queryStore();
  }

  /** A field is kept, so that lists in its order meet what they can't read. */
  @Override
  protected void corrupt(Key key) {
    var fields = new HashMap<String, Object>(Map.of("text", "x", "odd name.a", 1.5));
    if (key.id().matches("id\\d")) {
      fields.put("n", Long.parseLong(key.id().substring(2)));
    }
    write(key, fields);
  }

  private static void write(Key key, Map<String, Object> fields) {
    try {
      VIEWS.get().collection(key.collection()).document(key.id()).set(fields).get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Map<String, Object> with(String name, Object value) {
    var fields = new HashMap<String, Object>(Map.of("version", 1L, "body", "{}", "n", 1L));
    fields.put(name, value);
    return fields;
  }

  @Test
  void whateverNobodyOfUsWritesIsCorrupt() {
    var collection = "odd-" + UUID.randomUUID();
    var odd =
        List.of(
            Map.<String, Object>of(),
            Map.<String, Object>of("body", "{}"),
            with("version", 1.5),
            with("version", "1"),
            with("version", null),
            with("body", 7L),
            with("body", "{\"a\":"),
            with("body", null),
            with("n", 1.5),
            with("n", null),
            with("n", Map.of("a", 1L)),
            with("n", List.of(1L)),
            with("n", Blob.fromBytes(new byte[] {1})),
            with("__odd", Double.NaN));
    for (int i = 0; i < odd.size(); i++) {
      var key = new Key(collection, "odd-" + i);
      write(key, odd.get(i));
      var there = store().get(List.of(key)).get(key);
      assertTrue(there.isCorrupt(), odd.get(i)::toString);
      var checkpoint = Content.checkpoint(key.id(), 3);
      var as = new Write.Precondition.At(there.revision());
      store().commit(List.of(new Write(collection, checkpoint, as)));
      assertEquals(checkpoint, store().get(List.of(key)).get(key).content());
    }
  }
}
