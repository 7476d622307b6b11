package dev.eventfold.gcp.firestore;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.Firestore;
import dev.eventfold.personal.PersonKey;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.store.TransientFailure;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One document a person, of the collection {@code keys}: the key's id, and its secret, wrapped.
 * Making one is one write, finding one is one read, and a call to whoever wraps.
 */
public final class FirestorePersonKeys implements PersonKeys {

  /** How the secrets of keys are encrypted where they are kept. */
  public interface Wrapping {

    /**
     * @param id of the key, which is authenticated
     * @throws TransientFailure try again
     */
    byte[] wrap(String id, byte[] secret);

    /**
     * @throws TransientFailure try again
     */
    byte[] unwrap(String id, byte[] wrapped);
  }

  private static final String ID = "id";
  private static final String WRAPPED = "wrapped";

  private final Supplier<Firestore> firestore;
  private final Wrapping wrapping;

  /**
   * @param firestore a client of the database {@code keys}
   */
  public FirestorePersonKeys(Supplier<Firestore> firestore, Wrapping wrapping) {
    this.firestore = firestore;
    this.wrapping = wrapping;
  }

  @Override
  public Optional<PersonKey> find(String person) {
    return Optional.of(FirestoreCalls.read(document(person).get()))
        .filter(DocumentSnapshot::exists)
        .map(this::key);
  }

  private PersonKey key(DocumentSnapshot document) {
    var id = document.getString(ID);
    var wrapped = document.getBlob(WRAPPED);
    if (id == null || wrapped == null) {
      throw new IllegalStateException(document.getId() + " has no key");
    }
    return PersonKey.of(id, wrapping.unwrap(id, wrapped.toBytes()));
  }

  @Override
  public PersonKey make(String person) {
    var key = PersonKey.random(person);
    var wrapped = wrapping.wrap(key.id(), key.secret().getEncoded());
    try {
      FirestoreCalls.commit(
          document(person).create(Map.of(ID, key.id(), WRAPPED, Blob.fromBytes(wrapped))));
      return key;
    } catch (FirestoreCalls.NotCommitted there) {
      return find(person)
          .orElseThrow(() -> new TransientFailure("a key came and went for " + person, there));
    }
  }

  @Override
  public void delete(String person) {
    try {
      FirestoreCalls.commit(document(person).delete());
    } catch (FirestoreCalls.NotCommitted e) {
      throw new TransientFailure("a key was not deleted", e);
    }
  }

  private DocumentReference document(String person) {
    return firestore.get().collection("keys").document(person);
  }
}
