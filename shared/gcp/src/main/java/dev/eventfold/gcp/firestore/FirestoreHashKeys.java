package dev.eventfold.gcp.firestore;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.QuerySnapshot;
import dev.eventfold.gcp.firestore.FirestorePersonKeys.Wrapping;
import dev.eventfold.personal.KeyedHash;
import java.security.SecureRandom;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Supplier;

/**
 * What hashes are made with: documents of the collection {@code hash-keys}, beside the keys of
 * persons, a version each. The first is made when it is first asked for. To change the key, add
 * one, and drop the one before once nothing is left that it alone has hashed.
 */
public final class FirestoreHashKeys {

  private static final String COLLECTION = "hash-keys";
  private static final String WRAPPED = "wrapped";
  private static final int BYTES = 32;

  private final Supplier<Firestore> firestore;
  private final Supplier<Wrapping> wrapping;

  /**
   * @param firestore a client of the database {@code keys}
   */
  public FirestoreHashKeys(Supplier<Firestore> firestore, Supplier<Wrapping> wrapping) {
    this.firestore = firestore;
    this.wrapping = wrapping;
  }

  /** By all of them. Costs a read for each version. */
  public KeyedHash read() {
    var keys = found();
    if (keys.isEmpty()) {
      make(1);
      keys = found();
    }
    return KeyedHash.of(keys);
  }

  private Map<Integer, byte[]> found() {
    var keys = new HashMap<Integer, byte[]>();
    for (var document : documents()) {
      var wrapped = document.getBlob(WRAPPED).toBytes();
      keys.put(
          Integer.parseInt(document.getId()),
          wrapping.get().unwrap(COLLECTION + "/" + document.getId(), wrapped));
    }
    return keys;
  }

  private QuerySnapshot documents() {
    return FirestoreCalls.read(firestore.get().collection(COLLECTION).get());
  }

  /** Each version, and when it was made. */
  public SortedMap<Integer, Instant> versions() {
    var versions = new TreeMap<Integer, Instant>();
    documents()
        .forEach(
            it ->
                versions.put(
                    Integer.parseInt(it.getId()), it.getCreateTime().toDate().toInstant()));
    return versions;
  }

  /** Makes another key, with which everything is hashed as well from then on. */
  public int add() {
    int next = versions().isEmpty() ? 1 : versions().lastKey() + 1;
    make(next);
    return next;
  }

  /** For good: what it alone has hashed is not found any more. */
  public void drop(int version) {
    FirestoreCalls.read(document(version).delete());
  }

  private void make(int version) {
    var key = new byte[BYTES];
    new SecureRandom().nextBytes(key);
    var wrapped = Blob.fromBytes(wrapping.get().wrap(COLLECTION + "/" + version, key));
    try {
      FirestoreCalls.commit(document(version).create(Map.of(WRAPPED, wrapped)));
    } catch (FirestoreCalls.NotCommitted there) {
      // Another was faster: theirs it is.
    }
  }

  private DocumentReference document(int version) {
    return firestore.get().collection(COLLECTION).document(Integer.toString(version));
  }
}
