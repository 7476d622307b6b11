package restaurant.orders;

import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Projection;
import java.util.Optional;
import restaurant.orders.OrderEvent.DeliveryAddressAddedToOrder;
import restaurant.orders.OrderEvent.ItemAddedToOrder;
import restaurant.orders.OrderEvent.ItemRemovedFromOrder;
import restaurant.orders.OrderEvent.OrderCanceled;
import restaurant.orders.OrderEvent.OrderConfirmed;
import restaurant.orders.OrderEvent.OrderOpened;
import restaurant.orders.OrderEvent.OrderPlaced;
import restaurant.orders.OrderEvent.OrderRefunded;

/** How the view of an order follows from its events. */
public final class FromOrders implements Projection<OrderEvent, OrderView> {

  @Override
  public Optional<OrderView> evolve(
      String document, Optional<OrderView> view, TypedEvent<OrderEvent> event) {
    var at = event.envelope().timestamp();
    return switch (event.event()) {
      case OrderOpened opened -> Optional.of(OrderView.opened(opened.customerId(), at));
      case ItemAddedToOrder added -> view.map(order -> order.plus(OrderView.Line.of(added)));
      case ItemRemovedFromOrder(var orderItemId) -> view.map(order -> order.minus(orderItemId));
      case DeliveryAddressAddedToOrder(var customerId, var address) ->
          view.map(order -> order.to(address));
      case OrderPlaced placed -> view.map(order -> order.placed(at));
      case OrderConfirmed confirmed -> view.map(order -> order.confirmed(at));
      case OrderCanceled(var reason) -> view.map(order -> order.canceled(at, reason));
      case OrderRefunded refunded -> view.map(order -> order.refunded(at));
    };
  }
}
