package dev.eventfold.memory;

import dev.eventfold.personal.KeyedHash;
import dev.eventfold.personal.PersonKey;
import dev.eventfold.personal.PersonKeys;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keys in this process, gone with it. */
public final class InMemoryPersonKeys implements PersonKeys {

  /** With a key that everybody knows: what is hashed here leaves this process as little. */
  public static final KeyedHash HASH = KeyedHash.of(Map.of(1, new byte[32]));

  /** None of those who are forgotten. */
  private final Map<String, Optional<PersonKey>> keys = new ConcurrentHashMap<>();

  @Override
  public Optional<PersonKey> find(String person) {
    return keys.getOrDefault(person, Optional.empty());
  }

  @Override
  public Optional<PersonKey> make(String person) {
    return keys.computeIfAbsent(person, it -> Optional.of(PersonKey.random(it)));
  }

  @Override
  public void forget(String person) {
    keys.put(person, Optional.empty());
  }
}
