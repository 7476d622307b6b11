package dev.eventfold.concurrent;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Whoever ends a function's instance interrupts what it waits for. */
class InterruptedTest {

  @AfterEach
  void goOn() {
    Thread.interrupted();
  }

  /** A caller further out must see it too. */
  @Test
  void aPauseEndsAndTheThreadStaysInterrupted() {
    Thread.currentThread().interrupt();
    var pause = Backoff.jitter(Duration.ofMillis(1));
    var failure = assertThrows(TransientFailure.class, () -> pause.pause(1));
    assertEquals("interrupted", failure.getMessage());
    assertTrue(Thread.interrupted());
  }

  @Test
  void whoWaitsForSeveralThingsStaysInterruptedToo() {
    var waiting = Thread.currentThread();
    // Ends once the one who waits has noticed.
    List<Runnable> tasks =
        List.of(
            () -> {
              while (waiting.isInterrupted()) {
                Thread.onSpinWait();
              }
            });
    Thread.currentThread().interrupt();
    var several = Parallel.threads(2);
    var failure = assertThrows(TransientFailure.class, () -> several.run(tasks));
    assertEquals("interrupted", failure.getMessage());
    assertTrue(Thread.interrupted());
  }
}
