package restaurant.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.testing.Events;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import restaurant.kernel.Money;
import restaurant.orders.OrderEvent.DeliveryAddressAddedToOrder;
import restaurant.orders.OrderEvent.ItemAddedToOrder;
import restaurant.orders.OrderEvent.ItemRemovedFromOrder;
import restaurant.orders.OrderEvent.OrderCanceled;
import restaurant.orders.OrderEvent.OrderConfirmed;
import restaurant.orders.OrderEvent.OrderOpened;
import restaurant.orders.OrderEvent.OrderPlaced;
import restaurant.orders.OrderEvent.OrderRefunded;
import restaurant.orders.OrderView.Line;

class OrderViewTest {

  private static final String NOON = Events.NOON.toString();
  private static final Address HOME = new Address("home", "1 Main St", "Springfield", "12345");
  private static final Line TWO_PIZZAS =
      new Line("1", "pizza", "Pepperoni", money("10"), 2, money("20"));
  private static final Line ONE_SOUP =
      new Line("2", "soup", "Soup", money("6.50"), 1, money("6.50"));

  private static Money money(String amount) {
    return Money.of(new BigDecimal(amount));
  }

  private static OrderView after(OrderEvent... events) {
    var recorded = Events.recorded("orders", "order", OrderEvent.TYPES, List.of(events));
    return new FromOrders().fold("order", OrderEvent.TYPES, recorded).orElseThrow();
  }

  private static ItemAddedToOrder added(Line line) {
    return new ItemAddedToOrder(
        line.orderItemId(),
        line.menuItemId(),
        line.description(),
        line.price(),
        line.quantity(),
        line.subtotal());
  }

  @Test
  void anOpenedOrderIsEmpty() {
    assertEquals(
        new OrderView(
            "ann",
            "open",
            List.of(),
            Money.ZERO,
            Optional.empty(),
            NOON,
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty(),
            Optional.empty()),
        after(new OrderOpened("ann", Optional.empty())));
  }

  @Test
  void itemsAddUp() {
    var view = after(new OrderOpened("ann", Optional.empty()), added(TWO_PIZZAS), added(ONE_SOUP));
    assertEquals(List.of(TWO_PIZZAS, ONE_SOUP), view.items());
    assertEquals(money("26.50"), view.total());
  }

  @Test
  void whatWasGivenBackDoesNotCount() {
    var view =
        after(
            new OrderOpened("ann", Optional.empty()),
            added(TWO_PIZZAS),
            added(ONE_SOUP),
            new ItemRemovedFromOrder("1"));
    assertEquals(List.of(ONE_SOUP), view.items());
    assertEquals(money("6.50"), view.total());
  }

  @Test
  void aPlacedOrderSaysWhenAndWhereTo() {
    var view =
        after(
            new OrderOpened("ann", Optional.empty()),
            added(TWO_PIZZAS),
            new DeliveryAddressAddedToOrder("ann", HOME),
            new OrderPlaced("ann", List.of(), money("20"), Optional.of("card")));
    assertEquals("placed", view.status());
    assertEquals(Optional.of(HOME), view.deliveryAddress());
    assertEquals(Optional.of(NOON), view.placedAt());
    assertEquals(Optional.empty(), view.canceledAt());
  }

  @Test
  void aCanceledOrderSaysWhen() {
    var view = after(new OrderOpened("ann", Optional.empty()), new OrderCanceled(Optional.empty()));
    assertEquals("canceled", view.status());
    assertEquals(Optional.of(NOON), view.canceledAt());
    assertEquals(Optional.empty(), view.cancelReason());
  }

  @Test
  void aConfirmedOrderSaysWhen() {
    var placed = new OrderPlaced("ann", List.of(), money("20"), Optional.of("card"));
    var view = after(new OrderOpened("ann", Optional.empty()), placed, new OrderConfirmed());
    assertEquals("confirmed", view.status());
    assertEquals(Optional.of(NOON), view.placedAt());
    assertEquals(Optional.of(NOON), view.confirmedAt());
  }

  @Test
  void anOrderThatWasPaidTooLateSaysWhyAndThatTheMoneyIsBack() {
    var placed = new OrderPlaced("ann", List.of(), money("20"), Optional.of("card"));
    var canceled = new OrderCanceled(Optional.of("Too late."));
    var view =
        after(new OrderOpened("ann", Optional.empty()), placed, canceled, new OrderRefunded());
    assertEquals("canceled", view.status());
    assertEquals(Optional.of(NOON), view.placedAt());
    assertEquals(Optional.of("Too late."), view.cancelReason());
    assertEquals(Optional.of(NOON), view.refundedAt());
  }

  @Test
  void isFoundByCustomerStatusTimeAndTotal() {
    var view = after(new OrderOpened("ann", Optional.empty()), added(TWO_PIZZAS));
    assertEquals(
        Map.of("customerId", "ann", "status", "open", "openedAt", Events.NOON, "total", 2000L),
        OrderView.VIEW.index().apply(view));
  }
}
