package dev.eventfold.simulation.world;

import dev.eventfold.memory.InMemoryPersonKeys;
import dev.eventfold.personal.PersonKey;
import dev.eventfold.personal.PersonKeys;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** The keys of persons, and those of whom the system has forgotten: for who judges it. */
final class EveryKey implements PersonKeys {

  private final PersonKeys keys = new InMemoryPersonKeys();
  private final Map<String, PersonKey> ever = new ConcurrentHashMap<>();

  @Override
  public Optional<PersonKey> find(String person) {
    return keys.find(person);
  }

  @Override
  public Optional<PersonKey> make(String person) {
    var made = keys.make(person);
    made.ifPresent(key -> ever.put(person, key));
    return made;
  }

  @Override
  public void forget(String person) {
    keys.forget(person);
  }

  /** The same, as if nobody were ever forgotten. */
  PersonKeys unforgotten() {
    return new PersonKeys() {
      @Override
      public Optional<PersonKey> find(String person) {
        return Optional.ofNullable(ever.get(person));
      }

      @Override
      public Optional<PersonKey> make(String person) {
        throw new IllegalStateException("who judges makes nothing");
      }

      @Override
      public void forget(String person) {
        throw new IllegalStateException("who judges forgets nothing");
      }
    };
  }
}
