package dev.eventfold.gcp.keys;

import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.firestore.FirestorePersonKeys.Wrapping;
import dev.eventfold.personal.KeyedHash;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * How keys are kept.
 *
 * <ul>
 *   <li>{@code KEY_ENCRYPTION_KEY}: what wraps the keys of persons, the name of a key of Cloud KMS,
 *       or 32 bytes in base64.
 *   <li>{@code HASH_KEYS}: what hashes are made with, see {@link KeyedHash#of(String)}.
 * </ul>
 *
 * With an emulator, which holds nothing of anybody, both have values that everybody knows.
 */
public final class KeySettings {

  private static final byte[] KNOWN_TO_ALL = new byte[32];

  private KeySettings() {}

  /**
   * @throws IllegalStateException it is not set, and the keys would be real ones
   */
  public static Wrapping wrapping(boolean isEmulated) {
    return Settings.get("KEY_ENCRYPTION_KEY")
        .map(KeySettings::wrapping)
        .or(() -> emulated(isEmulated, new LocalWrapping(KNOWN_TO_ALL)))
        .orElseThrow(() -> notSet("KEY_ENCRYPTION_KEY"));
  }

  private static Wrapping wrapping(String key) {
    return key.startsWith("projects/")
        ? new KmsWrapping(key)
        : new LocalWrapping(Base64.getDecoder().decode(key));
  }

  /**
   * @throws IllegalStateException as above
   */
  public static KeyedHash keyedHash(boolean isEmulated) {
    return Settings.get("HASH_KEYS")
        .map(KeyedHash::of)
        .or(() -> emulated(isEmulated, KeyedHash.of(Map.of(1, KNOWN_TO_ALL))))
        .orElseThrow(() -> notSet("HASH_KEYS"));
  }

  private static <T> Optional<T> emulated(boolean isEmulated, T known) {
    return isEmulated ? Optional.of(known) : Optional.empty();
  }

  private static IllegalStateException notSet(String name) {
    return new IllegalStateException(name + " must be set: nothing of persons is kept without it.");
  }
}
