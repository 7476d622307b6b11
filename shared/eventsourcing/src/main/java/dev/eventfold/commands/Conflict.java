package dev.eventfold.commands;

/** A command that would be fine on another version of the stream, or under another key. */
public final class Conflict extends RuntimeException {

  /** Why the command was not carried out. */
  public enum Reason {
    /** The stream is not at the version that the client expects. */
    NOT_THE_EXPECTED_VERSION,
    /** The same idempotency key came with another command before. */
    KEY_REUSED,
    /** Others were faster every time. */
    LOST_EVERY_RACE
  }

  private final Reason reason;

  Conflict(Reason reason, String message) {
    super(message, null, false, false);
    this.reason = reason;
  }

  public Reason reason() {
    return reason;
  }
}
