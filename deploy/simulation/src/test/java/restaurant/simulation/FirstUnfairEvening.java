package restaurant.simulation;

import java.util.Collection;
import java.util.function.BiFunction;

/**
 * Runs so many evenings, up to the first that ends as it must not: "seed: what"; empty when none
 * does.
 */
public final class FirstUnfairEvening implements BiFunction<Long, Collection<String>, String> {

  public FirstUnfairEvening() {}

  @Override
  public String apply(Long seeds, Collection<String> traits) {
    for (long seed = 0; seed < seeds; seed++) {
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
