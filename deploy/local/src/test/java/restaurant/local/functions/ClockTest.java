package restaurant.local.functions;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ClockTest {

  private static final Duration SOON = Duration.ofMillis(1);

  @Test
  void goesOnAfterACallThatFailed() throws Exception {
    var calls = new CountDownLatch(3);
    try (var clock = new Clock()) {
      clock.ring(
          SOON,
          () -> {
            calls.countDown();
            throw new IllegalArgumentException("not JSON: an answer by nobody");
          });

      assertTrue(calls.await(10, TimeUnit.SECONDS), "it has stopped");
    }
  }

  @Test
  void aCallThatDoesNotEndHoldsUpNoOther() throws Exception {
    var hangs = new CountDownLatch(1);
    var calls = new CountDownLatch(3);
    try (var clock = new Clock()) {
      clock.ring(
          SOON,
          () -> {
            hangs.countDown();
            await(new CountDownLatch(1));
          });
      assertTrue(hangs.await(10, TimeUnit.SECONDS));
      clock.ring(SOON, calls::countDown);

      assertTrue(calls.await(10, TimeUnit.SECONDS), "it waits for the other");
    }
  }

  private static void await(CountDownLatch never) {
    try {
      never.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
