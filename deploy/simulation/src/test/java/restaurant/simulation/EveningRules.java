package restaurant.simulation;

import dev.eventfold.events.RecordedEvent;
import java.time.Duration;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import restaurant.simulation.Weather.Fault;

/** What must be true of an {@link Evening}, and what was special about it. */
final class EveningRules {

  /** What must have happened often, or nothing is shown. */
  enum Seen {
    PLACED,
    TIMED_OUT,
    PLACED_AFTER_THE_DEADLINE,
    CONFIRMED,
    REFUSED,
    NOT_PAID_IN_TIME,
    PAID_WITHIN_A_MILLISECOND,
    PAID_AFTER_THE_DEADLINE,
    REFUNDED,
    RECEIPT_IN_DOUBT,
    RECEIPT_GIVEN_UP,
    NEVER_ASKED
  }

  /** By these, it is known in the end whether the bank was asked. */
  private static final Set<Fault> NOTHING_IS_FORGOTTEN =
      EnumSet.of(
          Fault.OVERTAKEN,
          Fault.SKEW,
          Fault.DUPLICATE,
          Fault.NOT_ASKED,
          Fault.UNANSWERED,
          Fault.LATE);

  private final Evening evening;
  private final List<RecordedEvent> order;
  private final List<RecordedEvent> payment;

  EveningRules(Evening evening) {
    this.evening = evening;
    this.order = evening.events("orders");
    this.payment = evening.events("payments");
  }

  /** What is wrong, if anything is. */
  Optional<String> violation() {
    long confirmed = count(order, "orderConfirmed");
    long charged = evening.till().done("charge");
    long refunded = evening.till().done("refund");
    if (confirmed + count(order, "orderCanceled") != 1) {
      return violated("an order ends in one way");
    }
    if (count(order, "orderPlaced") + (isTimedOut() ? 1 : 0) != 1) {
      return violated("an order is placed or timed out");
    }
    if (isEarly(order, "orderCanceled", Evening.TIME_TO_PLACE) && isTimedOut()
        || isEarly(payment, "paymentTimedOut", Evening.TIME_TO_PAY)) {
      return violated("nothing times out before its time");
    }
    if (charged > 1 || refunded > 1) {
      return violated("nobody is charged twice, nor paid back twice");
    }
    if (confirmed != charged - refunded) {
      return violated("who is charged has an order, or the money back");
    }
    if (count(order, "orderRefunded") != refunded) {
      return violated("an order says that the money is back");
    }
    if (isNeverAsked() && charged > 0) {
      return violated("who was not charged in time is not charged at all");
    }
    if (evening.till().receipts() > 1) {
      return violated("no receipt is sent twice");
    }
    long given = count(payment, "receiptNotSent");
    if (given > 0 && evening.till().receipts() > 0) {
      return violated("what a person has given up is not sent");
    }
    if (confirmed != count(payment, "receiptSent") + given + evening.doubts()) {
      return violated("a receipt is known to be sent, or in doubt");
    }
    return Optional.empty();
  }

  private Optional<String> violated(String rule) {
    return Optional.of("%s: %s %s".formatted(rule, types(order), types(payment)));
  }

  boolean saw(Seen what) {
    return switch (what) {
      case PLACED -> count(order, "orderPlaced") == 1;
      case TIMED_OUT -> isTimedOut();
      case PLACED_AFTER_THE_DEADLINE ->
          late(order, "orderPlaced", Evening.TIME_TO_PLACE).filter(it -> it > 0).isPresent();
      case CONFIRMED -> count(order, "orderConfirmed") == 1;
      case REFUSED -> count(payment, "paymentRefused") == 1;
      case NOT_PAID_IN_TIME -> count(payment, "paymentTimedOut") == 1;
      case PAID_WITHIN_A_MILLISECOND ->
          late(payment, "paymentSucceeded", Evening.TIME_TO_PAY)
              .filter(it -> Math.abs(it) <= 1)
              .isPresent();
      case PAID_AFTER_THE_DEADLINE ->
          late(payment, "paymentSucceeded", Evening.TIME_TO_PAY).filter(it -> it > 0).isPresent();
      case REFUNDED -> evening.till().done("refund") == 1;
      case RECEIPT_IN_DOUBT -> evening.doubts() > 0;
      case RECEIPT_GIVEN_UP -> count(payment, "receiptNotSent") == 1;
      case NEVER_ASKED -> isNeverAsked();
    };
  }

  /** The bank was closed until nobody wanted it any more, and everybody knew. */
  private boolean isNeverAsked() {
    return evening.till().wasClosed() && NOTHING_IS_FORGOTTEN.containsAll(evening.struck());
  }

  private boolean isTimedOut() {
    return order.stream()
        .anyMatch(
            it -> it.payload().path("reason").asText().equals("Order was not placed in time."));
  }

  private static boolean isEarly(List<RecordedEvent> stream, String type, Duration time) {
    return late(stream, type, time).filter(it -> it < 0).isPresent();
  }

  /** By how many milliseconds an event came after its deadline. */
  private static Optional<Long> late(List<RecordedEvent> stream, String type, Duration time) {
    return stream.stream()
        .filter(event -> event.type().equals(type))
        .map(event -> Duration.between(stream.getFirst().timestamp(), event.timestamp()))
        .map(after -> after.minus(time).toMillis())
        .findFirst();
  }

  private static long count(List<RecordedEvent> stream, String type) {
    return stream.stream().filter(event -> event.type().equals(type)).count();
  }

  private static List<String> types(List<RecordedEvent> stream) {
    return stream.stream().map(RecordedEvent::type).toList();
  }
}
