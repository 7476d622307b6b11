package restaurant.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.operations.Rebuild;
import dev.eventfold.operations.Verifier;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventStores;
import dev.eventfold.testing.DeciderSpecification;
import dev.eventfold.testing.Events;
import dev.eventfold.testing.schemas.GoldenEvents;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import restaurant.kernel.Money;
import restaurant.orders.EnrichedOrderCommand.PlaceOrder;
import restaurant.orders.OrderEvent.Item;
import restaurant.orders.OrderEvent.OrderPlaced;

/** An order whose first item was stored before items said what they cost, and its second since. */
class ItemsOfTwoSchemasTest {

  private static final String ORDER = "277fec26-a538-5379-8fb5-3934d53ad568";
  private static final String PEPPERONI = "07cd6ade-efa1-5426-aac0-11056596da1d";

  /** Two at 14.50. */
  private static final Money A_LINE = Money.of(new BigDecimal("29"));

  private static final Money BOTH_LINES = Money.of(new BigDecimal("58"));

  private final InMemoryEventStore events = new InMemoryEventStore();
  private final InMemoryQueryStore views = new InMemoryQueryStore();

  private final EventStores sources =
      new EventStores() {
        @Override
        public EventStore eventStore(String service) {
          return events;
        }

        @Override
        public EventLog eventLog(String service) {
          return events;
        }
      };

  /** As it was stored, but for the line that it is. */
  private static RecordedEvent item(int schema, String line, long version) throws IOException {
    var event = golden("itemAddedToOrder@" + schema, version);
    ((ObjectNode) event.payload()).put("orderItemId", line);
    return event;
  }

  private static RecordedEvent golden(String name, long version) throws IOException {
    return GoldenEvents.in(Path.of("src/test/resources/golden"), "orders").all().stream()
        .filter(event -> event.file().equals(name + ".json"))
        .findFirst()
        .orElseThrow()
        .recorded(ORDER, version);
  }

  private static List<RecordedEvent> order() throws IOException {
    return List.of(golden("orderOpened@1", 1), item(1, "1", 2), item(2, "2", 3));
  }

  private static OrderEvent read(RecordedEvent event) {
    return OrderEvent.TYPES.read(event).orElseThrow().event();
  }

  @Test
  void anOldItemIsReadAsIfItHadAlwaysSaidWhatItCosts() throws IOException {
    assertEquals(read(item(2, "1", 2)), read(item(1, "1", 2)));
  }

  @Test
  void theOrderIsPlacedAtTheSumOfBoth() throws IOException {
    DeciderSpecification.of(new Order())
        .given(order().stream().map(ItemsOfTwoSchemasTest::read).toArray(OrderEvent[]::new))
        .when(new PlaceOrder())
        .then(
            new OrderPlaced(
                "f9662ef4-f22c-5f68-979e-a45c63eb6d3f",
                List.of(new Item(PEPPERONI, 2), new Item(PEPPERONI, 2)),
                BOTH_LINES,
                Optional.of("card")));
  }

  @Test
  void itsViewShowsBothNowThenAndRebuilt() throws IOException {
    events.append(order(), List.of());
    Orders.FROM_ORDERS.projector(events, views, attempt -> {}).on(order().getLast());
    assertEquals(BOTH_LINES, shown(Orders.FROM_ORDERS).total());
    assertEquals(A_LINE, shown(Orders.FROM_ORDERS).items().getFirst().subtotal());

    var asOfTheFirst = new FromOrders().fold(ORDER, OrderEvent.TYPES, order().subList(0, 2));
    assertEquals(A_LINE, asOfTheFirst.orElseThrow().total());

    var anew = Orders.FROM_ORDERS.into("orders-anew");
    var rebuild = new Rebuild(List.of(anew), sources, views, attempt -> {}, Parallel.IN_TURN);
    assertEquals(List.of(), rebuild.fill(read -> {}));
    assertEquals(shown(Orders.FROM_ORDERS), shown(anew));
    for (var feed : List.of(Orders.FROM_ORDERS, anew)) {
      assertEquals(List.of(), verified(feed));
    }
  }

  private OrderView shown(Feed<OrderEvent, OrderView> feed) {
    var key = feed.view().key(ORDER);
    return feed.view().shown(views.get(List.of(key)).get(key).content()).orElseThrow();
  }

  private List<?> verified(Feed<?, ?> feed) {
    var now = InstantSource.fixed(Events.NOON.plusSeconds(60));
    return new Verifier(List.of(feed), sources, views, now, Duration.ZERO, attempt -> {})
        .verify(read -> {});
  }

  /** As the version before had it. */
  record ItemAddedBefore(
      String orderItemId, String menuItemId, String description, Money price, int quantity) {}

  @Test
  void theVersionThatWasDeployedFirstReadsAhead() throws IOException {
    var types =
        EventTypes.<ItemAddedBefore>own()
            .add("itemAddedToOrder", ItemAddedBefore.class)
            .downcast("itemAddedToOrder", 2, later -> later);
    var read = types.read(item(2, "1", 2)).orElseThrow().event();
    assertEquals(types.read(item(1, "1", 2)).orElseThrow().event(), read);
    assertEquals(1, types.schema(read));
  }

  @Test
  void aVersionBeforeThatOneAsksAgain() throws IOException {
    var types = EventTypes.<ItemAddedBefore>own().add("itemAddedToOrder", ItemAddedBefore.class);
    var item = item(2, "1", 2);
    assertThrows(UnreadableEvent.class, () -> types.read(item));
  }
}
