package restaurant.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.commands.Rejection;
import dev.eventfold.commands.Rules;
import java.math.BigDecimal;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
}
