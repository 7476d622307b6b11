package restaurant.local;

/** The system can't start or go on. The message is one line for people. */
final class StartFailed extends RuntimeException {

  private static final long serialVersionUID = 1;

  StartFailed(String message) {
    super(message);
  }

  StartFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
