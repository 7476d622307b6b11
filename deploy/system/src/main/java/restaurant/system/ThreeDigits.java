package restaurant.system;

import java.util.Locale;

/** Numbers with as many digits as say something. */
public final class ThreeDigits {

  private ThreeDigits() {}

  /** 12,345; 123; 12.3; 1.23; 0.123. */
  public static String of(double value) {
    double size = Math.abs(value);
    if (size >= 10_000) {
      return String.format(Locale.ROOT, "%,.0f", value);
    }
    int decimals = size >= 100 || size == Math.rint(size) ? 0 : size >= 10 ? 1 : size >= 1 ? 2 : 3;
    return String.format(Locale.ROOT, "%." + decimals + "f", value);
  }
}
