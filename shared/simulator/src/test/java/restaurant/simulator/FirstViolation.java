package restaurant.simulator;

import java.util.function.LongFunction;

/** Runs seeds up to the first that breaks something: "seed: what"; empty when none does. */
public final class FirstViolation implements LongFunction<String> {

  public FirstViolation() {}

  @Override
  public String apply(long seeds) {
    return Campaign.run(0, seeds, ran -> {})
        .failure()
        .map(failure -> failure.seed() + ": " + failure.violation().invariant())
        .orElse("");
  }
}
