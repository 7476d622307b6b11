package dev.eventfold.emulators;

/** The emulators should be there and are not. The message is one line for people. */
public final class EmulatorsUnavailable extends RuntimeException {

  private static final long serialVersionUID = 1;

  public EmulatorsUnavailable(String message) {
    super(message);
  }

  public EmulatorsUnavailable(String message, Throwable cause) {
    super(message, cause);
  }
}
