package dev.eventfold.concurrent;

import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/** How long to stand back before something is tried again. */
@FunctionalInterface
public interface Backoff {

  /**
   * @param attempt the number of the pause, from 1
   */
  void pause(int attempt);

  /** A random time up to {@code base} doubled with every attempt: losers must not meet again. */
  static Backoff jitter(Duration base) {
    return attempt -> {
      try {
        Thread.sleep(ThreadLocalRandom.current().nextLong(base.toMillis() << attempt));
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TransientFailure("interrupted", e);
      }
    };
  }
}
