package restaurant.local;

import java.security.SecureRandom;
import java.util.HexFormat;

/** What nobody can guess: of one run, and gone with it. */
record Secret(String text) {

  private static final int BYTES = 32;

  static Secret random() {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(HexFormat.of().formatHex(bytes));
  }

  /** As a value of the header Authorization. */
  String bearer() {
    return "Bearer " + text;
  }

  /** It is not for logs. */
  @Override
  public String toString() {
    return "a secret";
  }
}
