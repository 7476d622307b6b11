package dev.eventfold.gcp.http;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** An end to what may block: the thread that does it is interrupted. */
final class Deadline {

  private Deadline() {}

  /** What may block, and ends when its thread is interrupted. */
  interface Work<T> {
    T run() throws IOException;
  }

  /**
   * Does the work on this thread, and leaves no interruption behind.
   *
   * @throws IOException the work's, or what it makes of being interrupted
   */
  static <T> T within(Duration limit, Work<T> work) throws IOException {
    var worker = Thread.currentThread();
    var done = new CompletableFuture<Void>();
    var interrupted =
        done.orTimeout(limit.toMillis(), TimeUnit.MILLISECONDS)
            .handle(
                (nothing, late) -> {
                  if (late != null) {
                    worker.interrupt();
                  }
                  return late != null;
                });
    try {
      return work.run();
    } finally {
      done.complete(null);
      if (interrupted.join()) {
        Thread.interrupted();
      }
    }
  }
}
