package dev.eventfold.simulation.choices;

/**
 * Something that must never be.
 *
 * @param invariant what was broken: the same bug breaks the same one
 * @param detail what was seen
 */
public record Violation(String invariant, String detail) {

  /** What ends a run at once. */
  public static Found violated(String invariant, String detail, Object... values) {
    return new Found(invariant, detail.formatted(values));
  }

  /** Ends a run at once. */
  public static final class Found extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final transient Violation violation;

    public Found(String invariant, String detail) {
      super(detail, null, false, false);
      this.violation = new Violation(invariant, detail);
    }

    public Violation violation() {
      return violation;
    }
  }
}
