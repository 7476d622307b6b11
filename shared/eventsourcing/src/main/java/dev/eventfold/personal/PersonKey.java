package dev.eventfold.personal;

import java.security.SecureRandom;
import java.util.HexFormat;
import javax.crypto.SecretKey;
import javax.crypto.spec.SecretKeySpec;

/**
 * The key of a person.
 *
 * @param id its own: no later key of the same person has it
 * @param secret of AES, with 256 bits
 */
public record PersonKey(String id, SecretKey secret) {

  private static final SecureRandom RANDOM = new SecureRandom();

  private static final int SECRET_BYTES = 32;

  private static final int ID_BYTES = 8;

  public static PersonKey random(String person) {
    return of(person + "." + HexFormat.of().formatHex(bytes(ID_BYTES)), bytes(SECRET_BYTES));
  }

  public static PersonKey of(String id, byte[] secret) {
    return new PersonKey(id, new SecretKeySpec(secret, "AES"));
  }

  /** Whose a key of this id is. */
  static String person(String id) {
    return id.substring(0, Math.max(0, id.lastIndexOf('.')));
  }

  private static byte[] bytes(int count) {
    var bytes = new byte[count];
    RANDOM.nextBytes(bytes);
    return bytes;
  }

  /** Never the secret. */
  @Override
  public String toString() {
    return "key " + id;
  }
}
