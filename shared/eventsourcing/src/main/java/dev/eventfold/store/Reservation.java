package dev.eventfold.store;

/**
 * A value that one stream of a service may have at a time.
 *
 * @param kind what is unique: "email"
 * @param value the value in its canonical form; compared exactly
 * @param taken the rule to tell a client that comes second: "Email is already taken."
 * @param isRelease whether an append lets go of it, for whoever claims it next, instead of claiming
 *     it
 */
public record Reservation(String kind, String value, String taken, boolean isRelease) {

  /** A claim. */
  public Reservation(String kind, String value, String taken) {
    this(kind, value, taken, false);
  }

  /** Lets go of what was claimed. */
  public Reservation released() {
    return new Reservation(kind, value, taken, true);
  }

  /** The same of another value. */
  public Reservation of(String other) {
    return new Reservation(kind, other, taken, isRelease);
  }
}
