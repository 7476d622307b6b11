package restaurant.simulation;

import java.util.Collection;
import java.util.function.BiFunction;

/**
 * Runs evenings, from one on and so many, up to the first that ends as it must not: "seed: what";
 * empty when none does.
 */
public final class FirstUnfairEvening implements BiFunction<long[], Collection<String>, String> {

  public FirstUnfairEvening() {}

  @Override
  public String apply(long[] seeds, Collection<String> traits) {
    for (long seed = seeds[0]; seed < seeds[0] + seeds[1]; seed++) {
      try {
        var violation = new EveningRules(Evening.of(seed)).violation();
        if (violation.isPresent()) {
          return seed + ": " + violation.get();
        }
      } catch (RuntimeException unexpected) {
        return seed + ": " + unexpected;
      }
    }
    return "";
  }
}
