package restaurant.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.commands.LoadedStream;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryQueryStore;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import restaurant.kernel.Money;
import restaurant.orders.OrderEvent.DeliveryAddressAddedToOrder;
import restaurant.orders.OrderEvent.Item;
import restaurant.orders.OrderEvent.ItemAddedToOrder;
import restaurant.orders.OrderEvent.ItemRemovedFromOrder;
import restaurant.orders.OrderEvent.OrderCanceled;
import restaurant.orders.OrderEvent.OrderOpened;
import restaurant.orders.OrderEvent.OrderPlaced;

/** What is stored is stored for ever: these texts do not change. */
class StoredOrderTest {

  private static final Money TEN = Money.of(new BigDecimal("10"));

  record Stored(String type, String payload, OrderEvent event) {}

  static List<Stored> events() {
    return List.of(
        new Stored("orderOpened", "{\"customerId\":\"ann\"}", new OrderOpened("ann")),
        new Stored(
            "itemAddedToOrder",
            "{\"orderItemId\":\"1\",\"menuItemId\":\"pizza\",\"description\":\"Pepperoni\","
                + "\"price\":{\"amount\":\"10.00\",\"currency\":\"USD\"},\"quantity\":2}",
            new ItemAddedToOrder("1", "pizza", "Pepperoni", TEN, 2)),
        new Stored(
            "itemRemovedFromOrder", "{\"orderItemId\":\"1\"}", new ItemRemovedFromOrder("1")),
        new Stored(
            "deliveryAddressAddedToOrder",
            "{\"address\":{\"nickname\":\"home\",\"street\":\"1 Main St\",\"city\":\"Springfield\","
                + "\"postalCode\":\"12345\"}}",
            new DeliveryAddressAddedToOrder(
                new Address("home", "1 Main St", "Springfield", "12345"))),
        new Stored(
            "orderPlaced",
            "{\"customerId\":\"ann\",\"items\":[{\"menuItemId\":\"pizza\",\"quantity\":1}],"
                + "\"total\":{\"amount\":\"10.00\",\"currency\":\"USD\"}}",
            new OrderPlaced("ann", List.of(new Item("pizza", 1)), TEN)),
        new Stored("orderCanceled", "{}", new OrderCanceled()));
  }

  @ParameterizedTest
  @MethodSource("events")
  void eventsAreStoredAsTheyAlwaysWere(Stored stored) throws Exception {
    assertEquals(stored.type(), OrderEvent.TYPES.name(stored.event()));
    assertEquals(stored.payload(), Json.text(Json.tree(stored.event())));
    assertEquals(
        stored.event(),
        Json.TOLERANT.treeToValue(Json.parse(stored.payload()), stored.event().getClass()));
  }

  @ParameterizedTest
  @MethodSource("events")
  void amountsThatWereStoredAsNumbersAreReadLikeStrings(Stored stored) throws Exception {
    var numbers = stored.payload().replaceAll("\"amount\":\"([0-9.]+)\"", "\"amount\":$1");
    assertEquals(
        stored.event(), Json.TOLERANT.treeToValue(Json.parse(numbers), stored.event().getClass()));
  }

  static List<OrderState> states() {
    var order = new Order();
    var open =
        order.evolve(
            order.evolve(order.initial(), new OrderOpened("ann")),
            new ItemAddedToOrder("1", "pizza", "Pepperoni", TEN, 2));
    return List.of(
        new OrderState.NotOpened(), open, new OrderState.Placed(), new OrderState.Canceled());
  }

  @ParameterizedTest
  @MethodSource("states")
  void snapshotsGiveBackWhatTheyWereGiven(OrderState state) {
    var snapshots = Orders.ORDER.snapshots("orders", new InMemoryQueryStore());
    var folded =
        new LoadedStream<>("order", 7, state, Map.of("c", new LoadedStream.Seen("hash", 6, 7)));
    snapshots.save(folded);
    assertEquals(Optional.of(folded), snapshots.load("order"));
  }
}
