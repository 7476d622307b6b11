package dev.eventfold.gcp.keys;

import dev.eventfold.gcp.firestore.FirestorePersonKeys.Wrapping;
import dev.eventfold.personal.AesGcm;
import javax.crypto.AEADBadTagException;
import javax.crypto.spec.SecretKeySpec;

/** With a key of this machine's: for a run at home. */
final class LocalWrapping implements Wrapping {

  private final SecretKeySpec key;

  /**
   * @param key 32 bytes
   */
  LocalWrapping(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  @Override
  public byte[] wrap(String id, byte[] secret) {
    return AesGcm.seal(key, id, secret);
  }

  @Override
  public byte[] unwrap(String id, byte[] wrapped) {
    try {
      return AesGcm.open(key, id, wrapped);
    } catch (AEADBadTagException e) {
      throw new IllegalStateException("the key of " + id + " was wrapped by another", e);
    }
  }
}
