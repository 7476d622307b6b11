package dev.eventfold.gcp.keys;

import dev.eventfold.gcp.firestore.FirestorePersonKeys.Wrapping;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;
import javax.crypto.Cipher;
import javax.crypto.spec.GCMParameterSpec;
import javax.crypto.spec.SecretKeySpec;

/** With a key of this machine's: for a run at home, by AES-256-GCM as everywhere. */
final class LocalWrapping implements Wrapping {

  private static final int NONCE_BYTES = 12;
  private static final int TAG_BITS = 128;
  private static final SecureRandom RANDOM = new SecureRandom();

  private final SecretKeySpec key;

  /**
   * @param key 32 bytes
   */
  LocalWrapping(byte[] key) {
    this.key = new SecretKeySpec(key, "AES");
  }

  @Override
  public byte[] wrap(String id, byte[] secret) {
    var nonce = new byte[NONCE_BYTES];
    RANDOM.nextBytes(nonce);
    var sealed = cipher(Cipher.ENCRYPT_MODE, nonce, id, ByteBuffer.wrap(secret));
    return ByteBuffer.allocate(nonce.length + sealed.length).put(nonce).put(sealed).array();
  }

  @Override
  public byte[] unwrap(String id, byte[] wrapped) {
    var nonce = new byte[NONCE_BYTES];
    return cipher(Cipher.DECRYPT_MODE, nonce, id, ByteBuffer.wrap(wrapped).get(nonce));
  }

  private byte[] cipher(int mode, byte[] nonce, String id, ByteBuffer input) {
    try {
      var cipher = Cipher.getInstance("AES/GCM/NoPadding");
      cipher.init(mode, key, new GCMParameterSpec(TAG_BITS, nonce));
      cipher.updateAAD(id.getBytes(StandardCharsets.UTF_8));
      var rest = new byte[input.remaining()];
      input.get(rest);
      return cipher.doFinal(rest);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("the key of " + id + " was wrapped by another", e);
    }
  }
}
