package restaurant.orders;

import dev.eventfold.concurrent.LruCache;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.gcp.commands.CommandEnricher;
import dev.eventfold.projections.Reshape;
import dev.eventfold.projections.View;
import dev.eventfold.store.EventStore;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import restaurant.orders.OrderEvent.OrderOpened;

/**
 * Completes what clients send with what orders know of the menu and of customers: from copies of
 * their own, never from the other services. One read by key.
 */
final class OrderCommandEnricher implements CommandEnricher<OrderCommand, EnrichedOrderCommand> {

  private static final int ORDERS = 1_000;

  private final EventStore orders;
  private final DocumentReader copies;
  private final Duration timeToPlace;
  private final Reshape<?, KnownMenuItem> menuItems;
  private final Reshape<?, KnownCustomer> knownCustomers;
  private final LruCache<String, String> customers = LruCache.ofEntries(ORDERS);

  /**
   * @param events the events of a service; those of others are read where other code has written
   *     the copies
   * @param timeToPlace how long an order that is opened now may stay open
   */
  OrderCommandEnricher(
      Function<String, EventStore> events, DocumentReader copies, Duration timeToPlace) {
    this.orders = events.apply("orders");
    this.copies = copies;
    this.timeToPlace = timeToPlace;
    this.menuItems =
        new Reshape<>(KnownMenuItem.FROM_MENU, events.apply(KnownMenuItem.FROM_MENU.source()));
    this.knownCustomers =
        new Reshape<>(
            KnownCustomer.FROM_CUSTOMERS, events.apply(KnownCustomer.FROM_CUSTOMERS.source()));
  }

  @Override
  public EnrichedOrderCommand enrich(String orderId, OrderCommand request) {
    return switch (request) {
      case OrderCommand.OpenOrder(var customerId) ->
          new EnrichedOrderCommand.OpenOrder(
              customerId, customer(customerId).isPresent(), timeToPlace);
      case OrderCommand.AddItemToOrder(var menuItemId, var quantity) ->
          new EnrichedOrderCommand.AddItemToOrder(menuItemId, quantity, menuItem(menuItemId));
      case OrderCommand.RemoveItemFromOrder(var orderItemId) ->
          new EnrichedOrderCommand.RemoveItemFromOrder(orderItemId);
      case OrderCommand.AddDeliveryAddressToOrder(var nickname) ->
          new EnrichedOrderCommand.AddDeliveryAddressToOrder(
              customerIdOf(orderId)
                  .flatMap(this::customer)
                  .flatMap(customer -> customer.address(nickname)));
      case OrderCommand.PlaceOrder place -> new EnrichedOrderCommand.PlaceOrder();
      case OrderCommand.CancelOrder cancel -> new EnrichedOrderCommand.CancelOrder();
    };
  }

  private Optional<KnownMenuItem> menuItem(String menuItemId) {
    return copy(KnownMenuItem.VIEW, menuItems, menuItemId);
  }

  private Optional<KnownCustomer> customer(String customerId) {
    return copy(KnownCustomer.VIEW, knownCustomers, customerId);
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
