package dev.eventfold.gcp.firestore;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.Firestore;
import dev.eventfold.gcp.firestore.FirestorePersonKeys.Wrapping;
import dev.eventfold.personal.KeyedHash;
import java.security.SecureRandom;
import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/**
 * What hashes are made with: documents of the collection {@code hash-keys}, beside the keys of
 * persons, a version each. The first is made when it is first asked for. To change the key, create
 * the next, and delete the one before once nothing is left that it alone has hashed.
 */
public final class FirestoreHashKeys {

  private static final String COLLECTION = "hash-keys";
  private static final String WRAPPED = "wrapped";
  private static final int BYTES = 32;

  private FirestoreHashKeys() {}

  /**
   * Costs a read for each version.
   *
   * @param firestore a client of the database {@code keys}
   */
  public static KeyedHash read(Supplier<Firestore> firestore, Supplier<Wrapping> wrapping) {
    var keys = found(firestore.get(), wrapping.get());
    if (keys.isEmpty()) {
      make(firestore.get(), wrapping.get());
      keys = found(firestore.get(), wrapping.get());
    }
    return KeyedHash.of(keys);
  }

  private static Map<Integer, byte[]> found(Firestore firestore, Wrapping wrapping) {
    var keys = new HashMap<Integer, byte[]>();
    for (var document : FirestoreCalls.read(firestore.collection(COLLECTION).get())) {
      var wrapped = document.getBlob(WRAPPED).toBytes();
      keys.put(
          Integer.parseInt(document.getId()),
          wrapping.unwrap(COLLECTION + "/" + document.getId(), wrapped));
    }
    return keys;
  }

  private static void make(Firestore firestore, Wrapping wrapping) {
    var key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    var wrapped = Blob.fromBytes(wrapping.wrap(COLLECTION + "/1", key));
    try {
      FirestoreCalls.commit(
          firestore.collection(COLLECTION).document("1").create(Map.of(WRAPPED, wrapped)));
    } catch (FirestoreCalls.NotCommitted there) {
      // Another instance was faster: theirs it is.
    }
  }
}
