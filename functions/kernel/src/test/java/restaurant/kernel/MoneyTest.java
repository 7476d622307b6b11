package restaurant.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.commands.Rejection;
import dev.eventfold.commands.Rules;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MoneyTest {

  @ParameterizedTest
  @CsvSource({
    "1e2147483647,Price must have at most 9 digits before the point.",
    "1e1000000000,Price must have at most 9 digits before the point.",
    "1e-2147483647,Price must have at most 2 decimals.",
    "0.10e-2147483600,Price must have at most 2 decimals.",
    "0e2147483647,Price must be positive.",
  })
  void anAmountOfAnySizeIsJudgedAtOnce(String amount, String rule) {
    var rules = new Rules();
    Money.check(rules, "price", "Price", new BigDecimal(amount));
    var broken = assertThrows(Rejection.class, rules::check).broken();
    assertEquals(rule, broken.getFirst().rule());
  }

  private static List<String> broken(String amount) {
    var rules = new Rules();
    Money.check(rules, "price", "Price", new BigDecimal(amount));
    try {
      rules.check();
      return List.of();
    } catch (Rejection rejection) {
      return rejection.broken().stream().map(Rejection.Broken::rule).toList();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"0.01", "10", "10.50", "10.5000", "999999999.99", "1e8", "123456789.000000000000"})
  void whatHasTwoDecimalsAndNineDigitsBeforeThemIsTaken(String amount) {
    assertEquals(List.of(), broken(amount));
  }

  @ParameterizedTest
  @CsvSource({
    "0.001,Price must have at most 2 decimals.",
    "10.505,Price must have at most 2 decimals.",
    "1000000000,Price must have at most 9 digits before the point.",
    "1e9,Price must have at most 9 digits before the point.",
    "0,Price must be positive.",
    "-0.01,Price must be positive."
  })
  void whatIsJustTooMuchIsRefused(String amount, String rule) {
    assertEquals(List.of(rule), broken(amount));
  }

  private static Money money(String amount) {
    return Money.of(new BigDecimal(amount));
  }

  @Test
  void sumsAndMultiplesAreExact() {
    assertEquals(money("0.30"), money("0.1").plus(money("0.2")));
    assertEquals(money("0.3"), money("0.10").times(3));
    assertEquals(money("10.07"), Money.ZERO.plus(money("10.07")));
    assertEquals(1_007, money("10.07").hundredths());
    assertEquals("USD", money("1").currency());
  }
}
