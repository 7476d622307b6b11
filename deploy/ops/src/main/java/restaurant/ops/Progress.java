package restaurant.ops;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;

/** A bar with rate and time for people; nothing where nobody looks. */
public final class Progress implements AutoCloseable {

  private final ProgressBar bar;

  /**
   * @param unit what is counted: " events"
   * @param total how many there will be, or -1 where nobody knows
   */
  public Progress(String task, String unit, long total) {
    var builder =
        new ProgressBarBuilder()
            .setTaskName(task)
            .setUnit(unit, 1)
            .setInitialMax(total)
            .showSpeed()
            .continuousUpdate();
    bar = System.console() == null ? null : builder.build();
  }

  public void step(long by) {
    if (bar != null) {
      bar.stepBy(by);
    }
  }

  @Override
  public void close() {
    if (bar != null) {
      bar.close();
    }
  }
}
