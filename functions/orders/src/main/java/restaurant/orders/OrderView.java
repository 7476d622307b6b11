package restaurant.orders;

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
 * @param status "open", "placed" or "canceled"
 */
public record OrderView(
    String customerId,
    String status,
    List<Line> items,
    Money total,
    Optional<Address> deliveryAddress,
    String openedAt,
    Optional<String> placedAt,
    Optional<String> canceledAt) {

  public static final View<OrderView> VIEW =
      new View<>("orders", OrderView.class, OrderView::index);

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
        Optional.empty());
  }

  OrderView plus(Line line) {
    return with(Stream.concat(items.stream(), Stream.of(line)).toList());
  }

  OrderView minus(String orderItemId) {
    return with(items.stream().filter(line -> !line.orderItemId().equals(orderItemId)).toList());
  }

  private OrderView with(List<Line> lines) {
    var sum = lines.stream().map(Line::subtotal).reduce(Money.ZERO, Money::plus);
    return new OrderView(
        customerId, status, lines, sum, deliveryAddress, openedAt, placedAt, canceledAt);
  }

  OrderView to(Address address) {
    return new OrderView(
        customerId, status, items, total, Optional.of(address), openedAt, placedAt, canceledAt);
  }

  OrderView placed(Instant at) {
    var time = Optional.of(at.toString());
    return new OrderView(
        customerId, "placed", items, total, deliveryAddress, openedAt, time, Optional.empty());
  }

  OrderView canceled(Instant at) {
    var time = Optional.of(at.toString());
    return new OrderView(
        customerId, "canceled", items, total, deliveryAddress, openedAt, Optional.empty(), time);
  }
}
