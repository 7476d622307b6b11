package restaurant.orders;

import static restaurant.orders.Orders.CUSTOMERS_FEED;
import static restaurant.orders.Orders.MENU_FEED;

import dev.eventfold.concurrent.LruCache;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Reshape;
import dev.eventfold.projections.View;
import dev.eventfold.store.EventStore;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import restaurant.orders.OrderCommand.Dish;
import restaurant.orders.OrderEvent.OrderOpened;

/**
 * Completes what clients send with what orders know of the menu and of customers: from copies of
 * their own, never from the other services. One read by key.
 */
final class LookUp {

  private static final int ORDERS = 1_000;

  private final EventStore orders;
  private final DocumentReader copies;
  private final Reshape<?, Dish> dishes;
  private final Reshape<?, CustomerCopy> guests;
  private final LruCache<String, String> customers = new LruCache<>(ORDERS);

  /**
   * @param events the events of a service; those of others are read where other code has written
   *     the copies
   */
  LookUp(Function<String, EventStore> events, DocumentReader copies) {
    this.orders = events.apply(Orders.SERVICE);
    this.copies = copies;
    this.dishes = new Reshape<>(MENU_FEED, events.apply(MENU_FEED.source()));
    this.guests = new Reshape<>(CUSTOMERS_FEED, events.apply(CUSTOMERS_FEED.source()));
  }

  OrderCommand complete(String orderId, OrderRequest request) {
    return switch (request) {
      case OrderRequest.OpenOrder(var customerId) ->
          new OrderCommand.OpenOrder(customerId, customer(customerId).isPresent());
      case OrderRequest.AddItemToOrder(var menuItemId, var quantity) ->
          new OrderCommand.AddItemToOrder(menuItemId, quantity, dish(menuItemId));
      case OrderRequest.RemoveItemFromOrder(var orderItemId) ->
          new OrderCommand.RemoveItemFromOrder(orderItemId);
      case OrderRequest.AddDeliveryAddressToOrder(var nickname) ->
          new OrderCommand.AddDeliveryAddressToOrder(
              customerIdOf(orderId)
                  .flatMap(this::customer)
                  .flatMap(customer -> customer.address(nickname)));
      case OrderRequest.PlaceOrder place -> new OrderCommand.PlaceOrder();
      case OrderRequest.CancelOrder cancel -> new OrderCommand.CancelOrder();
    };
  }

  private Optional<Dish> dish(String menuItemId) {
    return copy(MenuCopy.VIEW, dishes, menuItemId);
  }

  private Optional<CustomerCopy> customer(String customerId) {
    return copy(CustomerCopy.VIEW, guests, customerId);
  }

  /** Who opened an order never changes, so that it is read once: its first event says it. */
  Optional<String> customerIdOf(String orderId) {
    return customers
        .get(orderId)
        .or(
            () -> {
              var read = readCustomerIdOf(orderId);
              read.ifPresent(customer -> customers.put(orderId, customer));
              return read;
            });
  }

  private Optional<String> readCustomerIdOf(String orderId) {
    return orders.readRange(orderId, 1, 1).stream()
        .flatMap(event -> OrderEvent.TYPES.read(event).stream())
        .map(TypedEvent::event)
        .filter(OrderOpened.class::isInstance)
        .map(OrderOpened.class::cast)
        .findFirst()
        .map(OrderOpened::customerId);
  }

  private <V> Optional<V> copy(View<V> view, Reshape<?, V> reshape, String id) {
    if (!id.matches("[A-Za-z0-9-]{1,64}")) {
      return Optional.empty();
    }
    var key = view.key(id);
    return Optional.ofNullable(copies.get(List.of(key)).get(key))
        .flatMap(document -> view.shown(reshape.of(document.content())));
  }
}
