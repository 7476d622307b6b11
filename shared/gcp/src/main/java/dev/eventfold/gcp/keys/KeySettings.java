package dev.eventfold.gcp.keys;

import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.firestore.FirestorePersonKeys.Wrapping;
import java.util.Base64;

/**
 * What wraps the keys of persons, by {@code KEY_ENCRYPTION_KEY}: the name of a key of Cloud KMS, or
 * 32 bytes in base64. Where it is not set, they are kept as they are: who may read their database
 * has them.
 */
public final class KeySettings {

  private static final Wrapping NONE =
      new Wrapping() {
        @Override
        public byte[] wrap(String id, byte[] secret) {
          return secret;
        }

        @Override
        public byte[] unwrap(String id, byte[] wrapped) {
          return wrapped;
        }
      };

  private KeySettings() {}

  public static Wrapping wrapping() {
    return Settings.get("KEY_ENCRYPTION_KEY").map(KeySettings::wrapping).orElse(NONE);
  }

  private static Wrapping wrapping(String key) {
    return key.startsWith("projects/")
        ? new KmsWrapping(key)
        : new LocalWrapping(Base64.getDecoder().decode(key));
  }
}
