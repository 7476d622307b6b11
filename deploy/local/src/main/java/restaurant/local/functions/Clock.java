package restaurant.local.functions;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/**
 * Cloud Scheduler at home. Each schedule goes on whatever becomes of a call, and none waits for
 * another.
 */
public final class Clock implements AutoCloseable {

  private final ScheduledExecutorService threads =
      Executors.newScheduledThreadPool(3, Thread.ofVirtual().factory());

  /**
   * @param every the rest before each call; as long as the call before, if that took longer. For
   *     each query the emulator reads all that there is: where that takes long, a clock that rings
   *     at once would leave the emulator to nobody else
   */
  public void ring(Duration every, Runnable call) {
    ringAfter(every, every, call);
  }

  private void ringAfter(Duration rest, Duration every, Runnable call) {
    threads.schedule(() -> ringNow(every, call), rest.toNanos(), TimeUnit.NANOSECONDS);
  }

  private void ringNow(Duration every, Runnable call) {
    long start = System.nanoTime();
    try {
      call.run();
    } finally {
      var longest = Math.max(every.toNanos(), System.nanoTime() - start);
      ringAfter(Duration.ofNanos(longest), every, call);
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
  }
}
