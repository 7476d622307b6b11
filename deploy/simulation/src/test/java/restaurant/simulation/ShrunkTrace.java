package restaurant.simulation;

import dev.eventfold.simulation.Campaign;
import java.util.function.LongFunction;

/** The trace of a seed that breaks something, shrunk. */
public final class ShrunkTrace implements LongFunction<String> {

  public ShrunkTrace() {}

  @Override
  public String apply(long seed) {
    return String.join("\n", Campaign.of(new RestaurantScenario()).shrink(seed).trace());
  }
}
