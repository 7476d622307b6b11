package restaurant.orders;

import dev.eventfold.commands.Rejection.Kind;
import dev.eventfold.testing.DeciderSpecification;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
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
import restaurant.orders.OrderEvent.Item;
import restaurant.orders.OrderEvent.ItemAddedToOrder;
import restaurant.orders.OrderEvent.ItemRemovedFromOrder;
import restaurant.orders.OrderEvent.OrderCanceled;
import restaurant.orders.OrderEvent.OrderConfirmed;
import restaurant.orders.OrderEvent.OrderOpened;
import restaurant.orders.OrderEvent.OrderPlaced;
import restaurant.orders.OrderEvent.OrderRefunded;

class OrderTest {

  private static final Money TEN = Money.of(new BigDecimal("10"));
  private static final Money SOUP = Money.of(new BigDecimal("6.5"));
  private static final Optional<KnownMenuItem> PIZZA =
      Optional.of(new KnownMenuItem("Pepperoni", TEN, true));
  private static final Address HOME = new Address("home", "1 Main St", "Springfield", "12345");
  private static final Duration HOUR = Duration.ofHours(1);
  private static final OrderEvent OPENED = new OrderOpened("ann", Optional.of("PT1H"));
  private static final OrderEvent PLACED =
      new OrderPlaced(
          "ann",
          List.of(new Item("pizza", 2)),
          Money.of(new BigDecimal("20")),
          Optional.of("card"));
  private static final OrderEvent CANCELED = new OrderCanceled(Optional.empty());
  private static final OrderEvent CONFIRMED = new OrderConfirmed();
  private static final OrderEvent REFUNDED = new OrderRefunded();

  private static OrderEvent canceled(String reason) {
    return new OrderCanceled(Optional.of(reason));
  }

  private static DeciderSpecification<EnrichedOrderCommand, OrderEvent, OrderState> given(
      OrderEvent... events) {
    return DeciderSpecification.of(new Order()).given(events);
  }

  private static ItemAddedToOrder added(String line, int quantity) {
    return new ItemAddedToOrder(line, "pizza", "Pepperoni", TEN, quantity, TEN.times(quantity));
  }

  @Test
  void isOpenedByACustomer() {
    given().when(new OpenOrder("ann", true, HOUR)).then(OPENED);
  }

  @Test
  void isNotOpenedByAStranger() {
    given()
        .when(new OpenOrder("ann", false, HOUR))
        .thenRejected(Kind.NOT_FOUND, "Customer not found.");
  }

  @Test
  void takesAnItemAtItsDescriptionAndPriceOfNow() {
    given(OPENED).when(new AddItemToOrder("pizza", 2, PIZZA)).then(added("1", 2));
  }

  @Test
  void numbersItsLinesAndGivesNoNumberTwice() {
    var order = given(OPENED, added("1", 1), added("2", 1), new ItemRemovedFromOrder("2"));
    order.when(new AddItemToOrder("pizza", 1, PIZZA)).then(added("3", 1));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, -1, Integer.MIN_VALUE})
  void takesNoLessThanOneOfAnItem(int quantity) {
    given(OPENED)
        .when(new AddItemToOrder("pizza", quantity, PIZZA))
        .thenRejected(Kind.INVALID, "Quantity must be at least one.");
  }

  @ParameterizedTest
  @ValueSource(ints = {1_001, Integer.MAX_VALUE})
  void takesNoMoreThanAThousandOfAnItem(int quantity) {
    given(OPENED)
        .when(new AddItemToOrder("pizza", quantity, PIZZA))
        .thenRejected(Kind.INVALID, "Quantity must be at most 1000.");
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 1_000})
  void takesFromOneToAThousandOfAnItem(int quantity) {
    given(OPENED).when(new AddItemToOrder("pizza", quantity, PIZZA)).then(added("1", quantity));
  }

  @Test
  void takesNothingThatIsNotOnTheMenu() {
    given(OPENED)
        .when(new AddItemToOrder("pizza", 1, Optional.empty()))
        .thenRejected(Kind.NOT_FOUND, "Menu item not found.");
  }

  @Test
  void takesNothingThatWasRemovedFromTheMenu() {
    given(OPENED)
        .when(
            new AddItemToOrder("pizza", 1, Optional.of(new KnownMenuItem("Pepperoni", TEN, false))))
        .thenRejected(Kind.CONFLICT, "Item is inactive.");
  }

  @Test
  void takesAHundredItems() {
    var full =
        Stream.concat(
            Stream.of(OPENED),
            IntStream.rangeClosed(1, Order.MAX_ITEMS).mapToObj(line -> added("" + line, 1)));
    given(full.toArray(OrderEvent[]::new))
        .when(new AddItemToOrder("pizza", 1, PIZZA))
        .thenRejected(Kind.CONFLICT, "Order must have at most 100 items.");
  }

  @Test
  void givesAnItemBack() {
    given(OPENED, added("1", 1))
        .when(new RemoveItemFromOrder("1"))
        .then(new ItemRemovedFromOrder("1"));
  }

  @Test
  void givesNothingBackThatIsNotThereOrNotAnyMore() {
    given(OPENED, added("1", 1))
        .when(new RemoveItemFromOrder("2"))
        .thenRejected(Kind.NOT_FOUND, "Order item not found.");
    given(OPENED, added("1", 1), new ItemRemovedFromOrder("1"))
        .when(new RemoveItemFromOrder("1"))
        .thenRejected(Kind.NOT_FOUND, "Order item not found.");
  }

  @Test
  void goesToAnAddressOfTheCustomer() {
    given(OPENED)
        .when(new AddDeliveryAddressToOrder(Optional.of(HOME)))
        .then(new DeliveryAddressAddedToOrder("ann", HOME));
    given(OPENED)
        .when(new AddDeliveryAddressToOrder(Optional.empty()))
        .thenRejected(Kind.NOT_FOUND, "Address not found.");
  }

  @Test
  void isPlacedWithWhatIsInIt() {
    var order =
        given(
            OPENED,
            added("1", 2),
            added("2", 5),
            new ItemAddedToOrder("3", "soup", "Soup", SOUP, 1, SOUP),
            new ItemRemovedFromOrder("2"));
    order
        .when(new PlaceOrder())
        .then(
            new OrderPlaced(
                "ann",
                List.of(new Item("pizza", 2), new Item("soup", 1)),
                Money.of(new BigDecimal("26.50")),
                Optional.of("card")));
  }

  @Test
  void isNotPlacedEmpty() {
    given(OPENED)
        .when(new PlaceOrder())
        .thenRejected(Kind.CONFLICT, "Order must have at least one item.");
    given(OPENED, added("1", 1), new ItemRemovedFromOrder("1"))
        .when(new PlaceOrder())
        .thenRejected(Kind.CONFLICT, "Order must have at least one item.");
  }

  @Test
  void isCanceled() {
    given(OPENED, added("1", 1)).when(new CancelOrder()).then(CANCELED);
  }

  static List<EnrichedOrderCommand> changes() {
    return List.of(
        new AddItemToOrder("pizza", 1, PIZZA),
        new RemoveItemFromOrder("1"),
        new AddDeliveryAddressToOrder(Optional.of(HOME)),
        new PlaceOrder(),
        new CancelOrder());
  }

  @ParameterizedTest
  @MethodSource("changes")
  void isNotChangedOncePlacedOrCanceledNorBeforeItIsOpened(EnrichedOrderCommand command) {
    given(OPENED, added("1", 2), PLACED)
        .when(command)
        .thenRejected(Kind.CONFLICT, "Order must be open.");
    given(OPENED, added("1", 2), PLACED, CONFIRMED)
        .when(command)
        .thenRejected(Kind.CONFLICT, "Order must be open.");
    given(OPENED, added("1", 2), CANCELED)
        .when(command)
        .thenRejected(Kind.CONFLICT, "Order must be open.");
    given().when(command).thenRejected(Kind.NOT_FOUND, "Order not found.");
  }

  @Test
  void isGivenUpWhereNobodyHasPlacedIt() {
    given(OPENED).when(new GiveUp()).then(canceled("Order was not placed in time."));
    given(OPENED, added("1", 2), PLACED).when(new GiveUp()).then();
    given(OPENED, CANCELED).when(new GiveUp()).then();
    given().when(new GiveUp()).then();
  }

  @Test
  void isConfirmedOncePaid() {
    given(OPENED, added("1", 2), PLACED).when(new Confirm()).then(CONFIRMED);
    given(OPENED, added("1", 2), PLACED, CONFIRMED).when(new Confirm()).then();
  }

  @Test
  void isCanceledWhereItIsNotPaid() {
    given(OPENED, PLACED).when(new CancelUnpaid("No money.")).then(canceled("No money."));
    given(OPENED, PLACED, CONFIRMED).when(new CancelUnpaid("No money.")).then();
    given(OPENED, CANCELED).when(new CancelUnpaid("No money.")).then();
    given(OPENED).when(new CancelUnpaid("No money.")).then();
  }

  @Test
  void saysThatTheMoneyIsBackWhateverIsHeardFirst() {
    given(OPENED, PLACED, canceled("Late.")).when(new NoteRefund("Late.")).then(REFUNDED);
    given(OPENED, PLACED).when(new NoteRefund("Late.")).then(canceled("Late."), REFUNDED);
    given(OPENED, PLACED, canceled("Late."), REFUNDED).when(new NoteRefund("Late.")).then();
  }
}
