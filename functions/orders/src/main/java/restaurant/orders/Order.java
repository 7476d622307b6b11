package restaurant.orders;

import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.commands.Rules;
import java.util.List;
import java.util.Optional;
import restaurant.kernel.Money;
import restaurant.orders.EnrichedOrderCommand.AddDeliveryAddressToOrder;
import restaurant.orders.EnrichedOrderCommand.AddItemToOrder;
import restaurant.orders.EnrichedOrderCommand.CancelOrder;
import restaurant.orders.EnrichedOrderCommand.CancelUnpaid;
import restaurant.orders.EnrichedOrderCommand.Confirm;
import restaurant.orders.EnrichedOrderCommand.GiveUp;
import restaurant.orders.EnrichedOrderCommand.NoteRefund;
import restaurant.orders.EnrichedOrderCommand.OpenOrder;
import restaurant.orders.EnrichedOrderCommand.PlaceOrder;
import restaurant.orders.EnrichedOrderCommand.RemoveItemFromOrder;
import restaurant.orders.OrderEvent.DeliveryAddressAddedToOrder;
import restaurant.orders.OrderEvent.ItemAddedToOrder;
import restaurant.orders.OrderEvent.ItemRemovedFromOrder;
import restaurant.orders.OrderEvent.OrderCanceled;
import restaurant.orders.OrderEvent.OrderConfirmed;
import restaurant.orders.OrderEvent.OrderOpened;
import restaurant.orders.OrderEvent.OrderPlaced;
import restaurant.orders.OrderEvent.OrderRefunded;

/** A guest's order: the rules from opening it to its end. */
public final class Order implements Decider<EnrichedOrderCommand, OrderEvent, OrderState> {

  static final int MAX_QUANTITY = 1_000;
  static final int MAX_ITEMS = 100;

  private static final String NOT_PLACED_IN_TIME = "Order was not placed in time.";

  @Override
  public OrderState initial() {
    return new OrderState.NotOpened();
  }

  @Override
  public List<OrderEvent> decide(OrderState state, EnrichedOrderCommand command) {
    return switch (command) {
      case OpenOrder open -> open(open);
      case AddItemToOrder add -> addItem(state, add);
      case RemoveItemFromOrder remove -> removeItem(mustBeOpen(state), remove);
      case AddDeliveryAddressToOrder add -> addDeliveryAddress(mustBeOpen(state), add);
      case PlaceOrder place -> place(mustBeOpen(state));
      case CancelOrder cancel -> cancel(mustBeOpen(state));
      case GiveUp giveUp ->
          state instanceof OrderState.Open ? canceled(NOT_PLACED_IN_TIME) : List.of();
      case Confirm confirm ->
          state instanceof OrderState.Placed ? List.of(new OrderConfirmed()) : List.of();
      case CancelUnpaid(var reason) ->
          state instanceof OrderState.Placed ? canceled(reason) : List.of();
      case NoteRefund(var reason) -> noteRefund(state, reason);
    };
  }

  private static OrderState.Open mustBeOpen(OrderState state) {
    return switch (state) {
      case OrderState.NotOpened() -> throw notFound();
      case OrderState.Open open -> open;
      case OrderState.Placed placed -> throw notOpen();
      case OrderState.Confirmed confirmed -> throw notOpen();
      case OrderState.Canceled canceled -> throw notOpen();
    };
  }

  static Rejection notFound() {
    return Rejection.notFound("Order not found.");
  }

  private static Rejection notOpen() {
    return Rejection.conflict("Order must be open.");
  }

  private static List<OrderEvent> open(OpenOrder command) {
    if (!command.customerIsKnown()) {
      throw Rejection.notFound("Customer not found.");
    }
    var placeWithin = command.placeWithin().toString();
    return List.of(new OrderOpened(command.customerId(), Optional.of(placeWithin)));
  }

  private static List<OrderEvent> addItem(OrderState state, AddItemToOrder command) {
    new Rules()
        .that(command.quantity() >= 1, "quantity", "Quantity must be at least one.")
        .that(
            command.quantity() <= MAX_QUANTITY,
            "quantity",
            "Quantity must be at most %d.",
            MAX_QUANTITY)
        .check();
    var order = mustBeOpen(state);
    var item = found(command.item(), "Menu item not found.");
    if (!item.active()) {
      throw Rejection.conflict("Item is inactive.");
    }
    if (order.lines().size() == MAX_ITEMS) {
      throw Rejection.conflict("Order must have at most %d items.".formatted(MAX_ITEMS));
    }
    return List.of(
        new ItemAddedToOrder(
            Integer.toString(order.nextLine()),
            command.menuItemId(),
            item.description(),
            item.price(),
            command.quantity(),
            item.price().times(command.quantity())));
  }

  private static <T> T found(Optional<T> lookedUp, String rule) {
    return lookedUp.orElseThrow(() -> Rejection.notFound(rule));
  }

  private static List<OrderEvent> removeItem(OrderState.Open order, RemoveItemFromOrder command) {
    if (!order.lines().containsKey(command.orderItemId())) {
      throw Rejection.notFound("Order item not found.");
    }
    return List.of(new ItemRemovedFromOrder(command.orderItemId()));
  }

  private static List<OrderEvent> addDeliveryAddress(
      OrderState.Open order, AddDeliveryAddressToOrder command) {
    return List.of(
        new DeliveryAddressAddedToOrder(
            order.customerId(), found(command.address(), "Address not found.")));
  }

  private static List<OrderEvent> place(OrderState.Open order) {
    if (order.lines().isEmpty()) {
      throw Rejection.conflict("Order must have at least one item.");
    }
    var lines = order.lines().values();
    return List.of(
        new OrderPlaced(
            order.customerId(),
            lines.stream().map(OrderState.Line::item).toList(),
            lines.stream().map(OrderState.Line::subtotal).reduce(Money.ZERO, Money::plus),
            Optional.of("card")));
  }

  private static List<OrderEvent> cancel(OrderState.Open order) {
    return List.of(new OrderCanceled(Optional.empty()));
  }

  private static List<OrderEvent> canceled(String reason) {
    return List.of(new OrderCanceled(Optional.of(reason)));
  }

  /** That it is not paid in time may be heard of later than that it was paid too late. */
  private static List<OrderEvent> noteRefund(OrderState state, String reason) {
    return switch (state) {
      case OrderState.Placed placed ->
          List.of(new OrderCanceled(Optional.of(reason)), new OrderRefunded());
      case OrderState.Canceled(var refunded) -> refunded ? List.of() : List.of(new OrderRefunded());
      case OrderState.NotOpened n -> List.of();
      case OrderState.Open o -> List.of();
      case OrderState.Confirmed c -> List.of();
    };
  }

  @Override
  public OrderState evolve(OrderState state, OrderEvent event) {
    return switch (event) {
      case OrderOpened opened -> OrderState.Open.by(opened.customerId());
      case OrderPlaced placed -> new OrderState.Placed();
      case OrderConfirmed confirmed -> new OrderState.Confirmed();
      case OrderCanceled canceled -> new OrderState.Canceled(false);
      case OrderRefunded refunded -> new OrderState.Canceled(true);
      case DeliveryAddressAddedToOrder added -> state;
      case ItemAddedToOrder added -> state instanceof OrderState.Open o ? o.plus(added) : state;
      case ItemRemovedFromOrder(var id) -> state instanceof OrderState.Open o ? o.minus(id) : state;
    };
  }
}
