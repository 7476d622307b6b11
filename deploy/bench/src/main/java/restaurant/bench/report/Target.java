package restaurant.bench.report;

import restaurant.system.ThreeDigits;

/** What a figure should be. */
public record Target(Kind kind, double value) {

  /** How it is compared. */
  public enum Kind {
    AT_LEAST,
    AT_MOST,
    NONE
  }

  public static final Target NONE = new Target(Kind.NONE, 0);

  public static Target atLeast(double value) {
    return new Target(Kind.AT_LEAST, value);
  }

  public static Target atMost(double value) {
    return new Target(Kind.AT_MOST, value);
  }

  boolean isMetBy(double figure) {
    return switch (kind) {
      case AT_LEAST -> figure >= value;
      case AT_MOST -> figure <= value;
      case NONE -> true;
    };
  }

  @Override
  public String toString() {
    return switch (kind) {
      case AT_LEAST -> "≥ " + ThreeDigits.of(value);
      case AT_MOST -> "≤ " + ThreeDigits.of(value);
      case NONE -> "";
    };
  }
}
