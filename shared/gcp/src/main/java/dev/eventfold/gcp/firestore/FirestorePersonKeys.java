package dev.eventfold.gcp.firestore;

import com.google.cloud.firestore.Blob;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import dev.eventfold.personal.PersonKey;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.store.TransientFailure;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * One document a person, of the collection {@code keys}: the key's id and, until they are
 * forgotten, its secret, wrapped. Making one is one write, finding one is one read, and a call to
 * whoever wraps.
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
  private final Supplier<Wrapping> wrapping;

  /**
   * @param firestore a client of the database {@code keys}
   * @param wrapping asked for only where a key is made or found
   */
  public FirestorePersonKeys(Supplier<Firestore> firestore, Supplier<Wrapping> wrapping) {
    this.firestore = firestore;
    this.wrapping = wrapping;
  }

  @Override
  public Optional<PersonKey> find(String person) {
    return Optional.of(FirestoreCalls.read(document(person).get()))
        .filter(it -> it.contains(WRAPPED))
        .map(this::key);
  }

  private PersonKey key(DocumentSnapshot document) {
    var id = document.getString(ID);
    var wrapped = document.getBlob(WRAPPED);
    return PersonKey.of(id, wrapping.get().unwrap(id, wrapped.toBytes()));
  }

  @Override
  public Optional<PersonKey> make(String person) {
    var key = PersonKey.random(person);
    var wrapped = wrapping.get().wrap(key.id(), key.secret().getEncoded());
    try {
      FirestoreCalls.commit(
          document(person).create(Map.of(ID, key.id(), WRAPPED, Blob.fromBytes(wrapped))));
      return Optional.of(key);
    } catch (FirestoreCalls.NotCommitted there) {
      return find(person);
    }
  }

  /** The document stays, without the key: who has one already is made no other. */
  @Override
  public void forget(String person) {
    try {
      FirestoreCalls.commit(document(person).update(WRAPPED, FieldValue.delete()));
    } catch (FirestoreCalls.NotCommitted none) {
      throw new TransientFailure("there is no key of " + person + " to forget", none);
    }
  }

  private DocumentReference document(String person) {
    return firestore.get().collection("keys").document(person);
  }
}
