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

  /**
   * The key that the person has, or else a new one. It is there when this returns. Empty for one
   * who is forgotten: whoever comes late with what they knew must not begin anew.
   */
  Optional<PersonKey> make(String person);

  /** Deletes the key of the person, who never gets another one. Done twice, it does no harm. */
  void forget(String person);
}
