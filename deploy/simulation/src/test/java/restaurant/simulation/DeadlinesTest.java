package restaurant.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.events.RecordedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import restaurant.orders.Orders;
import restaurant.payments.Payments;

/**
 * An order is placed within a millisecond of its deadline, and the bank answers within a
 * millisecond of its own: each comes before or after, never both, and nobody is charged for
 * nothing.
 */
final class DeadlinesTest {

  /** A campaign takes more, see .ci/run. */
  private static final long SCHEDULES = Long.getLong("schedules", 3_000);

  private static final Instant START = Instant.parse("2026-01-01T12:00:00Z");
  private static final Duration LATER = Duration.ofHours(2);
  private static final int MOST_ROUNDS = 200;

  /** What must have happened often, or nothing is shown. */
  private enum Seen {
    PLACED,
    TIMED_OUT,
    PLACED_AFTER_THE_DEADLINE,
    CONFIRMED,
    REFUSED,
    NOT_PAID_IN_TIME,
    PAID_AFTER_THE_DEADLINE,
    REFUNDED,
    RECEIPT_IN_DOUBT
  }

  private final Map<Seen, Long> seen = new EnumMap<>(Seen.class);

  @Test
  void anOrderIsPlacedOrTimedOutAndPaidOrNot() {
    for (long seed = 0; seed < SCHEDULES; seed++) {
      var evening = evening(seed);
      check(seed, evening);
    }
    System.out.printf("%,d schedules: %s%n", SCHEDULES, seen);
    for (var each : Seen.values()) {
      assertTrue(seen.getOrDefault(each, 0L) > 0, "no " + each);
    }
  }

  private static Evening evening(long seed) {
    var evening = new Evening(seed, START);
    evening.open();
    tellAll(evening);

    evening.faults(evening.below(8));
    near(evening, START.plus(Evening.TIME_TO_PLACE));
    race(evening, evening::place, () -> evening.tick(Orders.SERVICE));
    evening.tell();

    var requested = evening.events("payments").stream().findFirst();
    if (requested.isPresent()) {
      near(evening, requested.get().timestamp().plus(Evening.TIME_TO_PAY));
      race(evening, evening::tell, () -> evening.tick(Payments.SERVICE));
      race(evening, () -> evening.tick(Payments.SERVICE), evening::tell);
    }
    evening.faults(0);
    settle(evening);
    return evening;
  }

  /** A millisecond before it, at it, or after it. */
  private static void near(Evening evening, Instant deadline) {
    evening.now = deadline.plusMillis(evening.below(3) - 1);
  }

  /** Either may be stopped by the other, and who ticks may do so twice. */
  private static void race(Evening evening, Runnable one, Runnable other) {
    switch (evening.below(4)) {
      case 0 -> evening.race(one, other);
      case 1 -> evening.race(other, one);
      case 2 -> evening.race(one, other, other);
      default -> {
        evening.race(other, one, other);
        evening.now = evening.now.plusMillis(1);
      }
    }
  }

  private static void tellAll(Evening evening) {
    for (int told = 0; told < MOST_ROUNDS && !evening.isQuiet(); told++) {
      evening.tell();
    }
  }

  private static void settle(Evening evening) {
    tellAll(evening);
    for (int round = 0; round < 4; round++) {
      evening.now = evening.now.plus(LATER);
      evening.services().forEach(evening::tick);
      tellAll(evening);
    }
  }

  private void check(long seed, Evening evening) {
    var order = evening.events("orders");
    var payment = evening.events("payments");
    var what = "seed %d: %s %s".formatted(seed, types(order), types(payment));
    long placed = count(order, "orderPlaced");
    long confirmed = count(order, "orderConfirmed");
    long canceled = count(order, "orderCanceled");
    boolean isTimedOut = has(order, "Order was not placed in time.");
    assertEquals(1, confirmed + canceled, what);
    assertEquals(1, placed + (isTimedOut ? 1 : 0), what);
    assertTrue(evening.done("charge") <= 1 && evening.done("refund") <= 1, what);
    assertEquals(confirmed, evening.done("charge") - evening.done("refund"), what);
    assertEquals(count(order, "orderRefunded"), evening.done("refund"), what);
    assertTrue(evening.receipts() <= 1, what);
    assertEquals(confirmed, count(payment, "receiptSent") + evening.doubts(), what);

    saw(Seen.PLACED, placed == 1);
    saw(Seen.TIMED_OUT, isTimedOut);
    saw(Seen.PLACED_AFTER_THE_DEADLINE, isAfter(order, "orderPlaced", Evening.TIME_TO_PLACE));
    saw(Seen.CONFIRMED, confirmed == 1);
    saw(Seen.REFUSED, count(payment, "paymentRefused") == 1);
    saw(Seen.NOT_PAID_IN_TIME, count(payment, "paymentTimedOut") == 1);
    saw(Seen.PAID_AFTER_THE_DEADLINE, isAfter(payment, "paymentSucceeded", Evening.TIME_TO_PAY));
    saw(Seen.REFUNDED, evening.done("refund") == 1);
    saw(Seen.RECEIPT_IN_DOUBT, evening.doubts() > 0);
  }

  private void saw(Seen what, boolean isSo) {
    if (isSo) {
      seen.merge(what, 1L, Long::sum);
    }
  }

  private static boolean isAfter(List<RecordedEvent> stream, String type, Duration time) {
    return stream.stream()
        .filter(event -> event.type().equals(type))
        .anyMatch(it -> it.timestamp().isAfter(stream.getFirst().timestamp().plus(time)));
  }

  private static boolean has(List<RecordedEvent> order, String reason) {
    return order.stream().anyMatch(it -> it.payload().path("reason").asText().equals(reason));
  }

  private static long count(List<RecordedEvent> stream, String type) {
    return stream.stream().filter(event -> event.type().equals(type)).count();
  }

  private static List<String> types(List<RecordedEvent> stream) {
    return stream.stream().map(RecordedEvent::type).toList();
  }
}
