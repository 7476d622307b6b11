package restaurant.kernel;

import dev.eventfold.commands.Rules;
import java.math.BigDecimal;

/**
 * An amount with its currency. Decimal throughout: a binary float would lose cents.
 *
 * @param amount with two decimals
 * @param currency ISO 4217
 */
public record Money(BigDecimal amount, String currency) {

  /** The restaurant's currency: commands give plain numbers, events and views say which. */
  public static final String CURRENCY = "USD";

  private static final int DECIMALS = 2;
  private static final int WHOLE_DIGITS = 9;
  private static final int FAR = 1_000;

  public Money {
    amount = amount.setScale(DECIMALS);
  }

  public static final Money ZERO = of(BigDecimal.ZERO);

  /**
   * @throws ArithmeticException more than two decimals, see {@link #check}
   */
  public static Money of(BigDecimal amount) {
    return new Money(amount, CURRENCY);
  }

  /** Checks that a number from outside can be an amount, and is positive. */
  public static void check(Rules rules, String field, String name, BigDecimal amount) {
    rules.that(amount.signum() > 0, field, name + " must be positive.");
    // A scale of billions of digits says enough, and arithmetic on it overflows.
    var plain = Math.abs((long) amount.scale()) > FAR ? amount : amount.stripTrailingZeros();
    rules.that(
        plain.scale() <= DECIMALS, field, name + " must have at most %d decimals.", DECIMALS);
    rules.that(
        (long) plain.precision() - plain.scale() <= WHOLE_DIGITS,
        field,
        name + " must have at most %d digits before the point.",
        WHOLE_DIGITS);
  }

  public Money plus(Money other) {
    return new Money(amount.add(other.amount), currency);
  }

  public Money times(int quantity) {
    return new Money(amount.multiply(BigDecimal.valueOf(quantity)), currency);
  }

  /** The amount in hundredths: exact, and sorts as a whole number. */
  public long hundredths() {
    return amount.movePointRight(DECIMALS).longValueExact();
  }
}
