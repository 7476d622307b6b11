package dev.eventfold.concurrent;

import java.time.Duration;
import java.util.function.IntConsumer;
import java.util.function.IntFunction;

/**
 * How often, and how patiently, a call is made again that failed and may succeed the next time. The
 * first time at once: most often what was in its way is gone.
 *
 * @param attempts the first call included
 * @param backoff before the third call, told 1, and each that follows
 */
public record RetryPolicy(int attempts, Backoff backoff) {

  /** For races between a few who want the same: 0.3 s in all at most. */
  public static final RetryPolicy RACES = new RetryPolicy(6, Backoff.jitter(Duration.ofMillis(10)));

  public RetryPolicy {
    if (attempts < 1) {
      throw new IllegalArgumentException("attempts must be at least 1");
    }
  }

  /** The same with other pauses. */
  public RetryPolicy with(Backoff other) {
    return new RetryPolicy(attempts, other);
  }

  /**
   * The answer of the first call that has one.
   *
   * @param call gets the number of the attempt, from 1
   * @param passing the failure after which it is made again; any other ends it at once
   * @throws RuntimeException the failure of the last attempt, as it was
   */
  public <T> T retry(IntFunction<T> call, Class<? extends RuntimeException> passing) {
    for (int attempt = 1; ; attempt++) {
      try {
        return call.apply(attempt);
      } catch (RuntimeException e) {
        if (attempt == attempts || !passing.isInstance(e)) {
          throw e;
        }
        if (attempt > 1) {
          backoff.pause(attempt - 1);
        }
      }
    }
  }

  /** The same where there is no answer. */
  public void run(IntConsumer call, Class<? extends RuntimeException> passing) {
    retry(
        attempt -> {
          call.accept(attempt);
          return null;
        },
        passing);
  }
}
