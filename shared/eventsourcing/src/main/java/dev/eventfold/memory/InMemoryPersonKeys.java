package dev.eventfold.memory;

import dev.eventfold.personal.PersonKey;
import dev.eventfold.personal.PersonKeys;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/** Keys in this process, gone with it. */
public final class InMemoryPersonKeys implements PersonKeys {

  private final Map<String, PersonKey> keys = new ConcurrentHashMap<>();

  @Override
  public Optional<PersonKey> find(String person) {
    return Optional.ofNullable(keys.get(person));
  }

  @Override
  public PersonKey make(String person) {
    return keys.computeIfAbsent(person, PersonKey::random);
  }

  @Override
  public void delete(String person) {
    keys.remove(person);
  }
}
