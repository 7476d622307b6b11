package restaurant.local.functions;

import java.security.SecureRandom;
import java.util.HexFormat;

/** What nobody can guess: of one run, and gone with it. */
public record Secret(String text) {

  private static final int BYTES = 32;

  public static Secret random() {
    var bytes = new byte[BYTES];
    new SecureRandom().nextBytes(bytes);
    return new Secret(HexFormat.of().formatHex(bytes));
  }

  /** As a value of the header Authorization. */
  public String bearer() {
    return "Bearer " + text;
  }

  /** It is not for logs. */
  @Override
  public String toString() {
    return "a secret";
  }
}
