package dev.eventfold.concurrent;

import dev.eventfold.store.TransientFailure;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/** Does several things side by side, as far as there is room. */
@FunctionalInterface
public interface Parallel {

  /** One after the other, up to the first that fails: what a test can repeat. */
  Parallel IN_TURN = tasks -> tasks.forEach(Runnable::run);

  /**
   * Returns when all of them have ended, or fails as one of them failed: then others may not have
   * begun.
   *
   * @throws TransientFailure it was interrupted
   */
  void run(List<Runnable> tasks);

  /**
   * @param most how many at once
   */
  static Parallel threads(int most) {
    return tasks -> {
      try (var threads = Executors.newFixedThreadPool(most, Thread.ofVirtual().factory())) {
        var running = new ArrayList<Future<?>>();
        tasks.forEach(task -> running.add(threads.submit(task)));
        for (var task : running) {
          task.get();
        }
      } catch (ExecutionException e) {
        if (e.getCause() instanceof Error error) {
          throw error;
        }
        throw (RuntimeException) e.getCause();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new TransientFailure("interrupted", e);
      }
    };
  }
}
