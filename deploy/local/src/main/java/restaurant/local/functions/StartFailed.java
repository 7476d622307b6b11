package restaurant.local.functions;

/** The system can't start or go on. The message is one line for people. */
public final class StartFailed extends RuntimeException {

  private static final long serialVersionUID = 1;

  public StartFailed(String message) {
    super(message);
  }

  public StartFailed(String message, Throwable cause) {
    super(message, cause);
  }
}
