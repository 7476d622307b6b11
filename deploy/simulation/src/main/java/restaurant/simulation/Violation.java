package restaurant.simulation;

/**
 * Something that must never be.
 *
 * @param invariant what was broken: the same bug breaks the same one
 * @param detail what was seen
 */
record Violation(String invariant, String detail) {

  /** Ends a run at once. */
  static final class Found extends RuntimeException {

    private static final long serialVersionUID = 1;
    private final transient Violation violation;

    Found(String invariant, String detail) {
      super(detail, null, false, false);
      this.violation = new Violation(invariant, detail);
    }

    Violation violation() {
      return violation;
    }
  }
}
