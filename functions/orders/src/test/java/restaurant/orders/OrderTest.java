package restaurant.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.domain.Money;
import restaurant.eventsourcing.Rejection;
import restaurant.eventsourcing.Rejection.Kind;
import restaurant.orders.OrderCommand.AddDeliveryAddressToOrder;
import restaurant.orders.OrderCommand.AddItemToOrder;
import restaurant.orders.OrderCommand.CancelOrder;
import restaurant.orders.OrderCommand.Dish;
import restaurant.orders.OrderCommand.OpenOrder;
import restaurant.orders.OrderCommand.PlaceOrder;
import restaurant.orders.OrderCommand.RemoveItemFromOrder;
import restaurant.orders.OrderEvent.DeliveryAddressAddedToOrder;
import restaurant.orders.OrderEvent.Item;
import restaurant.orders.OrderEvent.ItemAddedToOrder;
import restaurant.orders.OrderEvent.ItemRemovedFromOrder;
import restaurant.orders.OrderEvent.OrderCanceled;
import restaurant.orders.OrderEvent.OrderOpened;
import restaurant.orders.OrderEvent.OrderPlaced;

class OrderTest {

  private static final Money TEN = Money.of(new BigDecimal("10"));
  private static final Optional<Dish> PIZZA = Optional.of(new Dish("Pepperoni", TEN, true));
  private static final Address HOME = new Address("home", "1 Main St", "Springfield", "12345");
  private static final OrderEvent OPENED = new OrderOpened("ann");
  private static final OrderEvent PLACED =
      new OrderPlaced("ann", List.of(new Item("pizza", 2)), Money.of(new BigDecimal("20")));
  private static final OrderEvent CANCELED = new OrderCanceled();

  private final Order order = new Order();

  private OrderState given(OrderEvent... events) {
    var state = order.initial();
    for (var event : events) {
      state = order.evolve(state, event);
    }
    return state;
  }

  private static ItemAddedToOrder added(String line, int quantity) {
    return new ItemAddedToOrder(line, "pizza", "Pepperoni", TEN, quantity);
  }

  private void refuses(OrderState state, OrderCommand command, Kind kind, String rule) {
    var rejection = assertThrows(Rejection.class, () -> order.decide(state, command));
    assertEquals(rule, rejection.getMessage());
    assertEquals(kind, rejection.kind());
  }

  @Test
  void isOpenedByACustomer() {
    assertEquals(List.of(OPENED), order.decide(given(), new OpenOrder("ann", true)));
  }

  @Test
  void isNotOpenedByAStranger() {
    refuses(given(), new OpenOrder("ann", false), Kind.NOT_FOUND, "Customer not found.");
  }

  @Test
  void takesAnItemAtItsDescriptionAndPriceOfNow() {
    assertEquals(
        List.of(added("1", 2)), order.decide(given(OPENED), new AddItemToOrder("pizza", 2, PIZZA)));
  }

  @Test
  void numbersItsLinesAndGivesNoNumberTwice() {
    var state = given(OPENED, added("1", 1), added("2", 1), new ItemRemovedFromOrder("2"));
    assertEquals(
        List.of(added("3", 1)), order.decide(state, new AddItemToOrder("pizza", 1, PIZZA)));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void takesNoLessThanOneOfAnItem(int quantity) {
    refuses(
        given(OPENED),
        new AddItemToOrder("pizza", quantity, PIZZA),
        Kind.INVALID,
        "Quantity must be at least one.");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_001, Integer.MAX_VALUE})
  void takesNoMoreThanAThousandOfAnItem(int quantity) {
    refuses(
        given(OPENED),
        new AddItemToOrder("pizza", quantity, PIZZA),
        Kind.INVALID,
        "Quantity must be at most 1000.");
  }

  @Test
  void takesNothingThatIsNotOnTheMenu() {
    refuses(
        given(OPENED),
        new AddItemToOrder("pizza", 1, Optional.empty()),
        Kind.NOT_FOUND,
        "Menu item not found.");
  }

  @Test
  void takesNothingThatWasRemovedFromTheMenu() {
    refuses(
        given(OPENED),
        new AddItemToOrder("pizza", 1, Optional.of(new Dish("Pepperoni", TEN, false))),
        Kind.FORBIDDEN_BY_STATE,
        "Item is inactive.");
  }

  @Test
  void takesAHundredItems() {
    var state = given(OPENED);
    for (int line = 1; line <= Order.MAX_ITEMS; line++) {
      state = order.evolve(state, added("" + line, 1));
    }
    refuses(
        state,
        new AddItemToOrder("pizza", 1, PIZZA),
        Kind.FORBIDDEN_BY_STATE,
        "Order must have at most 100 items.");
  }

  @Test
  void givesAnItemBack() {
    assertEquals(
        List.of(new ItemRemovedFromOrder("1")),
        order.decide(given(OPENED, added("1", 1)), new RemoveItemFromOrder("1")));
  }

  @Test
  void givesNothingBackThatIsNotThereOrNotAnyMore() {
    refuses(
        given(OPENED, added("1", 1)),
        new RemoveItemFromOrder("2"),
        Kind.NOT_FOUND,
        "Order item not found.");
    refuses(
        given(OPENED, added("1", 1), new ItemRemovedFromOrder("1")),
        new RemoveItemFromOrder("1"),
        Kind.NOT_FOUND,
        "Order item not found.");
  }

  @Test
  void goesToAnAddressOfTheCustomer() {
    assertEquals(
        List.of(new DeliveryAddressAddedToOrder(HOME)),
        order.decide(given(OPENED), new AddDeliveryAddressToOrder(Optional.of(HOME))));
    refuses(
        given(OPENED),
        new AddDeliveryAddressToOrder(Optional.empty()),
        Kind.NOT_FOUND,
        "Address not found.");
  }

  @Test
  void isPlacedWithWhatIsInIt() {
    var state =
        given(
            OPENED,
            added("1", 2),
            added("2", 5),
            new ItemAddedToOrder("3", "soup", "Soup", Money.of(new BigDecimal("6.5")), 1),
            new ItemRemovedFromOrder("2"));
    assertEquals(
        List.of(
            new OrderPlaced(
                "ann",
                List.of(new Item("pizza", 2), new Item("soup", 1)),
                Money.of(new BigDecimal("26.50")))),
        order.decide(state, new PlaceOrder()));
  }

  @Test
  void isNotPlacedEmpty() {
    refuses(
        given(OPENED),
        new PlaceOrder(),
        Kind.FORBIDDEN_BY_STATE,
        "Order must have at least one item.");
    refuses(
        given(OPENED, added("1", 1), new ItemRemovedFromOrder("1")),
        new PlaceOrder(),
        Kind.FORBIDDEN_BY_STATE,
        "Order must have at least one item.");
  }

  @Test
  void isCanceled() {
    assertEquals(List.of(CANCELED), order.decide(given(OPENED, added("1", 1)), new CancelOrder()));
  }

  static List<OrderCommand> changes() {
    return List.of(
        new AddItemToOrder("pizza", 1, PIZZA),
        new RemoveItemFromOrder("1"),
        new AddDeliveryAddressToOrder(Optional.of(HOME)),
        new PlaceOrder(),
        new CancelOrder());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void isNotChangedOncePlacedOrCanceledNorBeforeItIsOpened(OrderCommand command) {
    refuses(
        given(OPENED, added("1", 2), PLACED),
        command,
        Kind.FORBIDDEN_BY_STATE,
        "Order must be open.");
    refuses(
        given(OPENED, added("1", 2), CANCELED),
        command,
        Kind.FORBIDDEN_BY_STATE,
        "Order must be open.");
    refuses(given(), command, Kind.NOT_FOUND, "Order not found.");
  }
}
