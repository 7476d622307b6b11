package restaurant.local.smoke;

/** Something is not as it should be. The message is one line for people. */
final class Unexpected extends RuntimeException {

  private static final long serialVersionUID = 1;

  Unexpected(String message) {
    super(message, null, false, false);
  }
}
