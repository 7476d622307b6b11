package dev.eventfold.personal;

import dev.eventfold.store.TransientFailure;
import java.util.Optional;

/**
 * Where the keys of persons are: apart from what they open, and in no backup. Of the three methods
 * no account may call all. Safe for many threads; each throws {@link TransientFailure} where there
 * is no answer, which never means that a key is gone.
 */
public interface PersonKeys {

  /** The person's key; empty for one who is forgotten, or was never known. */
  Optional<PersonKey> find(String person);

  /** The key that the person has, or else a new one. It is there when this returns. */
  PersonKey make(String person);

  /** Forgets the person. Does nothing where there is no key. */
  void delete(String person);
}
