package restaurant.simulation;

import dev.eventfold.simulation.Campaign;
import java.util.Collection;
import java.util.function.BiFunction;

/**
 * Runs seeds with such faults, from one on and so many, up to the first that breaks something:
 * "seed: what"; empty when none does.
 */
public final class FirstViolation implements BiFunction<long[], Collection<String>, String> {

  public FirstViolation() {}

  @Override
  public String apply(long[] seeds, Collection<String> traits) {
    return Campaign.of(new RestaurantScenario())
        .run(seeds[0], seeds[1], traits)
        .failure()
        .map(failure -> failure.seed() + ": " + failure.violation().invariant())
        .orElse("");
  }
}
