package restaurant.simulation;

import dev.eventfold.simulation.Campaign;
import dev.eventfold.simulation.Report;
import java.util.logging.Level;
import java.util.logging.Logger;
import me.tongfei.progressbar.ProgressBarBuilder;

/**
 * Looks for a schedule that breaks the system: {@code -Dseeds=N} for the first N, {@code -Dseed=N}
 * for that one again.
 */
public final class Simulate {

  private Simulate() {}

  public static void main(String[] arguments) {
    // A snapshot that can't be read is a warning, and here it is wanted.
    Logger.getLogger("").setLevel(Level.OFF);
    var one = System.getProperty("seed", "");
    long first = one.isEmpty() ? 0 : Long.parseLong(one);
    long count = one.isEmpty() ? Long.getLong("seeds", 20_000) : 1;
    long start = System.nanoTime();
    var campaign = Campaign.of(new RestaurantScenario());
    Campaign.Result result;
    try (var bar =
        new ProgressBarBuilder()
            .setTaskName("schedules")
            .setInitialMax(count)
            .showSpeed()
            .continuousUpdate()
            .build()) {
      result = campaign.run(first, count, bar::stepBy);
    }
    double seconds = (System.nanoTime() - start) / 1e9;
    System.out.println(Report.of(campaign, result, seconds));
    System.exit(result.failure().isPresent() ? 1 : 0);
  }
}
