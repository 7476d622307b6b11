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

  private static final int BYTES = 32;

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
    return key.startsWith("projects/") ? new KmsWrapping(key) : new LocalWrapping(bytes(key));
  }

  private static byte[] bytes(String key) {
    try {
      var bytes = Base64.getDecoder().decode(key);
      if (bytes.length == BYTES) {
        return bytes;
      }
    } catch (IllegalArgumentException notBase64) {
      // Said below, without what it is.
    }
    throw new IllegalArgumentException(
        "KEY_ENCRYPTION_KEY must name a key of Cloud KMS (projects/…), or be %d bytes in base64."
            .formatted(BYTES));
  }
}
