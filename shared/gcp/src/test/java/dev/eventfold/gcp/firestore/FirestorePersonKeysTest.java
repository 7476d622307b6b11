package dev.eventfold.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.cloud.firestore.Firestore;
import dev.eventfold.emulators.Needs;
import dev.eventfold.gcp.Lazy;
import dev.eventfold.gcp.keys.KeySettings;
import dev.eventfold.store.TransientFailure;
import dev.eventfold.testing.Races;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;

@Needs(Needs.Tool.EMULATORS)
class FirestorePersonKeysTest {

  private static final Lazy<Firestore> KEYS = new Lazy<>(() -> Emulated.clients(List.of()).keys());

  private final FirestorePersonKeys keys = new FirestorePersonKeys(KEYS, KeySettings::wrapping);

  private final String person = UUID.randomUUID().toString();

  @Test
  void aKeyIsMadeOnceAndFound() {
    assertEquals(Optional.empty(), keys.find(person));
    var made = keys.make(person);
    assertEquals(made, keys.find(person));
    assertEquals(made, keys.make(person));
    assertNotEquals(made, keys.make(UUID.randomUUID().toString()));
  }

  @Test
  void ofManyWhoMakeItAllHaveTheSame() {
    Callable<Object> make = () -> keys.make(person);
    assertEquals(1, new HashSet<>(Races.run(Collections.nCopies(8, make))).size());
  }

  @Test
  void whoIsForgottenIsForgottenForGood() {
    keys.make(person);
    keys.forget(person);
    keys.forget(person);
    assertEquals(Optional.empty(), keys.find(person));
    assertEquals(Optional.empty(), keys.make(person));
  }

  @Test
  void whoWasNeverKnownCantBeForgotten() {
    assertThrows(TransientFailure.class, () -> keys.forget(person));
  }

  @Test
  void hashesAreMadeWithOneKeyByAll() {
    var one = new FirestoreHashKeys(KEYS, KeySettings::wrapping);
    var other = new FirestoreHashKeys(KEYS, KeySettings::wrapping);
    var first = one.read();
    assertEquals(first.joined("ann"), other.read().joined("ann"));

    int added = other.add();
    var both = one.read().all("ann");
    assertEquals(first.all("ann"), both.subList(0, both.size() - 1));
    assertEquals(added, one.versions().lastKey());
    one.drop(added - 1);
    assertEquals(both.getLast(), other.read().all("ann").getLast());
    assertFalse(other.versions().containsKey(added - 1));
  }
}
