package dev.eventfold.testing;

import dev.eventfold.events.EventTypes;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryPersonKeys;
import dev.eventfold.personal.KeyedHash;
import dev.eventfold.personal.Keyring;
import dev.eventfold.personal.PersonKey;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.personal.Personal;
import dev.eventfold.personal.PersonalData;
import dev.eventfold.personal.Vault;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;

/** A store that seals is a store like any other. */
class SealedEventStoreContractTest extends EventStoreContract {

  /** Of the contract's events, what their fields are named. */
  private record Told(@Personal String text) {}

  /** The contract's streams begin anywhere. */
  private static final class OfEverybody implements PersonKeys {

    private final PersonKeys keys = new InMemoryPersonKeys();

    @Override
    public Optional<PersonKey> find(String person) {
      return make(person);
    }

    @Override
    public Optional<PersonKey> make(String person) {
      return keys.make(person);
    }

    @Override
    public void forget(String person) {
      keys.forget(person);
    }
  }

  private final InMemoryEventStore store = new InMemoryEventStore();
  private final Vault vault =
      new Vault(
          new PersonalData().events("test", EventTypes.<Told>own().add("tested", Told.class)),
          new Keyring(new OfEverybody(), InstantSource.system(), Keyring.KEPT),
          () -> KeyedHash.of(Map.of(1, new byte[32], 2, "2".repeat(32).getBytes())));

  @Override
  protected EventStore store() {
    return vault.eventStore(store, "test");
  }

  @Override
  protected EventLog history() {
    return vault.eventLog(store, "test");
  }

  @Override
  protected void corrupt(String key) {
    store.corrupt("test", key);
  }
}
