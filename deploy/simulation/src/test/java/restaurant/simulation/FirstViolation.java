package restaurant.simulation;

import dev.eventfold.simulation.Campaign;
import java.util.Collection;
import java.util.function.BiFunction;

/**
 * Runs so many seeds with such faults, up to the first that breaks something: "seed: what"; empty
 * when none does.
 */
public final class FirstViolation implements BiFunction<Long, Collection<String>, String> {

  public FirstViolation() {}

  @Override
  public String apply(Long seeds, Collection<String> traits) {
    return Campaign.of(new RestaurantScenario())
        .run(seeds, traits)
        .failure()
        .map(failure -> failure.seed() + ": " + failure.violation().invariant())
        .orElse("");
  }
}
