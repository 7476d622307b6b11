package restaurant.orders;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.events.EventTypes;
import dev.eventfold.personal.Person;
import dev.eventfold.personal.Personal;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import restaurant.kernel.Money;

/** What happened to an order. */
public sealed interface OrderEvent {

  EventTypes<OrderEvent> TYPES =
      EventTypes.<OrderEvent>own()
          .add("orderOpened", OrderOpened.class)
          .add("itemAddedToOrder", 2, ItemAddedToOrder.class)
          .upcast("itemAddedToOrder", 1, ItemAddedToOrder::withSubtotal)
          .add("itemRemovedFromOrder", ItemRemovedFromOrder.class)
          .add("deliveryAddressAddedToOrder", DeliveryAddressAddedToOrder.class)
          .add("orderPlaced", OrderPlaced.class)
          .add("orderConfirmed", OrderConfirmed.class)
          .add("orderCanceled", OrderCanceled.class)
          .add("orderRefunded", OrderRefunded.class);

  /**
   * @param placeWithin how long it may stay open that nobody places, by ISO 8601: what was decided
   *     then holds, whatever is set later
   */
  record OrderOpened(String customerId, Optional<String> placeWithin) implements OrderEvent {

    private static final Duration BEFORE_IT_WAS_SAID = Duration.ofMinutes(30);

    Duration timeToPlace() {
      return placeWithin.map(Duration::parse).orElse(BEFORE_IT_WAS_SAID);
    }
  }

  /**
   * @param orderItemId names the line within its order
   * @param description the menu's, at that moment
   * @param price of one, frozen: what the menu says later does not matter
   * @param subtotal what the line costs, frozen too: a discount that comes later does not matter
   */
  record ItemAddedToOrder(
      String orderItemId,
      String menuItemId,
      String description,
      Money price,
      int quantity,
      Money subtotal)
      implements OrderEvent {

    /** In schema 1 a line cost its price times its quantity, whatever it costs by now. */
    private static ObjectNode withSubtotal(ObjectNode old) {
      var price = old.path("price");
      var each = new BigDecimal(price.path("amount").asText());
      var subtotal = each.multiply(BigDecimal.valueOf(old.path("quantity").asInt()));
      old.putObject("subtotal")
          .put("amount", subtotal.toPlainString())
          .set("currency", price.path("currency"));
      return old;
    }
  }

  record ItemRemovedFromOrder(String orderItemId) implements OrderEvent {}

  /**
   * @param customerId whose address it is
   */
  record DeliveryAddressAddedToOrder(@Person String customerId, @Personal Address address)
      implements OrderEvent {}

  /**
   * Carries what other services need, so that they need not follow the order's earlier events.
   *
   * @param paidBy "card": it is confirmed once it is paid; whoever placed an order before there
   *     were payments pays on delivery
   */
  record OrderPlaced(String customerId, List<Item> items, Money total, Optional<String> paidBy)
      implements OrderEvent {}

  /** It is paid. */
  record OrderConfirmed() implements OrderEvent {}

  /**
   * @param reason why nobody of the restaurant's guests or staff has done it
   */
  record OrderCanceled(Optional<String> reason) implements OrderEvent {}

  /** It was paid when it was canceled already, and the guest has the money back. */
  record OrderRefunded() implements OrderEvent {}

  /** A line of a placed order. */
  record Item(String menuItemId, int quantity) {}
}
