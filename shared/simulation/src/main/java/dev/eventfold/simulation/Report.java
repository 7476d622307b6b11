package dev.eventfold.simulation;

import dev.eventfold.simulation.choices.Counters;
import java.time.Duration;
import java.util.Locale;

/** What people read in the end. */
public final class Report {

  private Report() {}

  public static String of(Campaign campaign, Campaign.Result result, double seconds) {
    var text = new StringBuilder();
    text.append(
        line(
            "%,d schedules in %.1f s (%.1f s of processor time): %,.0f/s",
            result.runs(), seconds, processorSeconds(), result.runs() / seconds));
    for (var count : Counters.Count.values()) {
      text.append(line("%,14d %s", result.counters().of(count), count));
    }
    text.append("injected:\n");
    result.counters().faults().forEach((fault, n) -> text.append(line("%,14d %s", n, fault)));
    result
        .failure()
        .ifPresentOrElse(
            failure -> {
              text.append(
                  line(
                      "%nSeed %d breaks it. As plain as it gets; again with -Dseed=%d:%n",
                      failure.seed(), failure.seed()));
              campaign
                  .shrink(failure.seed())
                  .trace()
                  .forEach(step -> text.append(step).append('\n'));
            },
            () -> text.append("No violation.\n"));
    return text.toString();
  }

  /** Of this process, on all cores: a busy machine makes only the other number worse. */
  private static double processorSeconds() {
    return ProcessHandle.current().info().totalCpuDuration().orElse(Duration.ZERO).toMillis()
        / 1000.0;
  }

  private static String line(String format, Object... values) {
    return String.format(Locale.ROOT, format, values) + "\n";
  }
}
