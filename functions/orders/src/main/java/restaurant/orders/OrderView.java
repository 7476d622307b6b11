package restaurant.orders;

import dev.eventfold.personal.Person;
import dev.eventfold.personal.Personal;
import dev.eventfold.projections.View;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import restaurant.kernel.Money;
import restaurant.orders.OrderEvent.ItemAddedToOrder;

/**
 * An order as guest and kitchen see it. Times are texts by RFC 3339.
 *
 * @param status "open", "placed", "confirmed" or "canceled"
 * @param confirmedAt when it was known to be paid
 * @param cancelReason why it is canceled, where neither guest nor staff have done it
 * @param refundedAt when the guest had the money back, if it was paid too late
 */
public record OrderView(
    @Person String customerId,
    String status,
    List<Line> items,
    Money total,
    @Personal Optional<Address> deliveryAddress,
    String openedAt,
    Optional<String> placedAt,
    Optional<String> confirmedAt,
    Optional<String> canceledAt,
    Optional<String> cancelReason,
    Optional<String> refundedAt) {

  public static final View<OrderView> VIEW =
      new View<>("orders", OrderView.class, OrderView::index, 2);

  /** An item with its description and price as they were when it was added. */
  public record Line(
      String orderItemId,
      String menuItemId,
      String description,
      Money price,
      int quantity,
      Money subtotal) {

    static Line of(ItemAddedToOrder added) {
      return new Line(
          added.orderItemId(),
          added.menuItemId(),
          added.description(),
          added.price(),
          added.quantity(),
          added.subtotal());
    }
  }

  private Map<String, Object> index() {
    return Map.of(
        "customerId",
        customerId,
        "status",
        status,
        "openedAt",
        Instant.parse(openedAt),
        "total",
        total.hundredths());
  }

  static OrderView opened(String customerId, Instant at) {
    return new OrderView(
        customerId,
        "open",
        List.of(),
        Money.ZERO,
        Optional.empty(),
        at.toString(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty(),
        Optional.empty());
  }

  OrderView plus(Line line) {
    return with(Stream.concat(items.stream(), Stream.of(line)).toList(), deliveryAddress);
  }

  OrderView minus(String orderItemId) {
    return with(
        items.stream().filter(line -> !line.orderItemId().equals(orderItemId)).toList(),
        deliveryAddress);
  }

  OrderView to(Address address) {
    return with(items, Optional.of(address));
  }

  private OrderView with(List<Line> lines, Optional<Address> address) {
    var sum = lines.stream().map(Line::subtotal).reduce(Money.ZERO, Money::plus);
    return new OrderView(
        customerId,
        status,
        lines,
        sum,
        address,
        openedAt,
        placedAt,
        confirmedAt,
        canceledAt,
        cancelReason,
        refundedAt);
  }

  OrderView placed(Instant at) {
    return with("placed", time(at), confirmedAt, canceledAt, cancelReason, refundedAt);
  }

  OrderView confirmed(Instant at) {
    return with("confirmed", placedAt, time(at), canceledAt, cancelReason, refundedAt);
  }

  OrderView canceled(Instant at, Optional<String> reason) {
    return with("canceled", placedAt, confirmedAt, time(at), reason, refundedAt);
  }

  OrderView refunded(Instant at) {
    return with(status, placedAt, confirmedAt, canceledAt, cancelReason, time(at));
  }

  private static Optional<String> time(Instant at) {
    return Optional.of(at.toString());
  }

  private OrderView with(
      String next,
      Optional<String> placed,
      Optional<String> confirmed,
      Optional<String> canceled,
      Optional<String> reason,
      Optional<String> refunded) {
    return new OrderView(
        customerId,
        next,
        items,
        total,
        deliveryAddress,
        openedAt,
        placed,
        confirmed,
        canceled,
        reason,
        refunded);
  }
}
