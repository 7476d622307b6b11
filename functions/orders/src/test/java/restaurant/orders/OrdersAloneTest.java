package restaurant.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandRequest;
import dev.eventfold.commands.CommandResult;
import dev.eventfold.commands.Rejection;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.projections.Projector;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.ForwardingEventStore;
import dev.eventfold.store.Reservation;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.kernel.Money;
import restaurant.orders.KnownCustomer.CustomerEvent;
import restaurant.orders.KnownMenuItem.MenuEvent;
import restaurant.orders.OrderCommand.AddDeliveryAddressToOrder;
import restaurant.orders.OrderCommand.AddItemToOrder;
import restaurant.orders.OrderCommand.OpenOrder;
import restaurant.orders.OrderCommand.PlaceOrder;

/** Orders with nothing but their own data: what the other services once said, and no more. */
class OrdersAloneTest {

  private static final Duration HOUR = Duration.ofHours(1);
  private static final Address HOME = new Address("home", "1 Main St", "Springfield", "12345");

  private final Foreign menu = new Foreign("menu");
  private final Foreign customers = new Foreign("customers");
  private final InMemoryEventStore orders = new InMemoryEventStore();
  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private final OrderCommandEnricher enricher = new OrderCommandEnricher(this::events, views, HOUR);
  private final Projector<MenuEvent, KnownMenuItem> menuItems =
      KnownMenuItem.FROM_MENU.projector(menu.store(), views, attempt -> {});
  private final Projector<CustomerEvent, KnownCustomer> guests =
      KnownCustomer.FROM_CUSTOMERS.projector(customers.store(), views, attempt -> {});
  private int commands;

  private EventStore events(String service) {
    return switch (service) {
      case "menu" -> menu.store();
      case "customers" -> customers.store();
      default -> orders;
    };
  }

  /** Sends a command as HTTP does: looks up, then decides. */
  private CommandResult send(String order, OrderCommand request) {
    var commandId = Ids.command("orders", "anonymous", "key" + commands++);
    boolean opens = request instanceof OpenOrder;
    var id = opens ? Ids.aggregate(commandId) : order;
    return CommandHandler.of("orders", Orders.ORDER, orders)
        .snapshots(views)
        .handle(
            new CommandRequest<>(
                id,
                opens,
                OptionalLong.empty(),
                false,
                enricher.enrich(id, request),
                new Metadata(commandId, "", "", "", "", "")));
  }

  private void assertRefused(String rule, String order, OrderCommand request) {
    var rejection = assertThrows(Rejection.class, () -> send(order, request));
    assertEquals(rule, rejection.getMessage());
  }

  private Optional<OrderView> view(String order) {
    return new FromOrders().fold(order, OrderEvent.TYPES, orders.readAfter(order, 0, 100));
  }

  private List<RecordedEvent> pizza() {
    return List.of(
        menu.event(
            "pizza",
            "menuItemAdded",
            "{\"description\":\"Pepperoni\",\"price\":{\"amount\":\"10.00\",\"currency\":\"USD\"}}"),
        menu.event(
            "pizza",
            "menuItemModified",
            "{\"description\":\"Large pepperoni\",\"price\":{\"amount\":\"14.50\",\"currency\":\"USD\"}}"));
  }

  private List<RecordedEvent> ann() {
    return List.of(
        customers.event("ann", "customerSignedUp", "{\"name\":\"Ann\",\"email\":\"a@b.cc\"}"),
        customers.event(
            "ann",
            "addressAdded",
            "{\"nickname\":\"home\",\"street\":\"1 Main St\",\"city\":\"Springfield\","
                + "\"postalCode\":\"12345\"}"));
  }

  @Test
  void anOrderIsOpenedFilledAndPlacedFromCopiesAlone() {
    pizza().forEach(menuItems::on);
    ann().forEach(guests::on);
    var order = send("", new OpenOrder("ann")).stream();
    send(order, new AddItemToOrder("pizza", 2));
    send(order, new AddDeliveryAddressToOrder("home"));
    send(order, new PlaceOrder());
    var view = view(order).orElseThrow();
    assertEquals("placed", view.status());
    assertEquals(Money.of(new BigDecimal("29")), view.total());
    assertEquals("Large pepperoni", view.items().getFirst().description());
    assertEquals(Optional.of(HOME), view.deliveryAddress());
  }

  @Test
  void aPriceIsFrozenAndLaterItemsGetTheNewOne() {
    ann().forEach(guests::on);
    menuItems.on(pizza().getFirst());
    var order = send("", new OpenOrder("ann")).stream();
    send(order, new AddItemToOrder("pizza", 1));
    menu.events().forEach(menuItems::on);
    send(order, new AddItemToOrder("pizza", 1));
    assertEquals(
        List.of("Pepperoni", "Large pepperoni"),
        view(order).orElseThrow().items().stream().map(OrderView.Line::description).toList());
    assertEquals(Money.of(new BigDecimal("24.5")), view(order).orElseThrow().total());
  }

  @Test
  void whoOpenedAnOrderIsReadOnce() {
    ann().forEach(guests::on);
    var order = send("", new OpenOrder("ann")).stream();
    var reads = new AtomicInteger();
    var counted = new OrderCommandEnricher(service -> counting(reads), views, HOUR);
    for (int times = 0; times < 3; times++) {
      assertEquals(Optional.of("ann"), counted.customerIdOf(order));
    }
    assertEquals(1, reads.get());
  }

  private EventStore counting(AtomicInteger reads) {
    return new ForwardingEventStore(orders) {
      @Override
      public List<RecordedEvent> readAfter(String stream, long after, int limit) {
        reads.incrementAndGet();
        return super.readAfter(stream, after, limit);
      }

      @Override
      public List<RecordedEvent> readRange(String stream, long from, long to) {
        reads.incrementAndGet();
        return super.readRange(stream, from, to);
      }

      @Override
      public List<Reservation> taken(List<Reservation> reservations) {
        reads.incrementAndGet();
        return super.taken(reservations);
      }
    };
  }

  @Test
  void whatOrdersHaveNotHeardOfIsNotFound() {
    assertRefused("Customer not found.", "", new OpenOrder("ann"));
    ann().forEach(guests::on);
    var order = send("", new OpenOrder("ann")).stream();
    assertRefused("Menu item not found.", order, new AddItemToOrder("pizza", 1));
    assertRefused("Address not found.", order, new AddDeliveryAddressToOrder("work"));
    assertRefused("Order not found.", "nowhere", new AddDeliveryAddressToOrder("home"));
  }

  @ParameterizedTest
  @ValueSource(strings = {"", " ", "a/b", "..", "__id__", "a@0000000001", "ä"})
  void anIdThatCanBeNobodysIsNotFoundEither(String id) {
    assertRefused("Customer not found.", "", new OpenOrder(id));
    ann().forEach(guests::on);
    var order = send("", new OpenOrder("ann")).stream();
    assertRefused("Menu item not found.", order, new AddItemToOrder(id, 1));
  }

  @Test
  void whatIsNewInForeignEventsChangesNothing() {
    menuItems.on(
        menu.event(
            "soup",
            "menuItemAdded",
            "{\"description\":\"Soup\",\"price\":{\"amount\":\"5.00\",\"currency\":\"USD\",\"tax\":1},"
                + "\"chef\":{\"name\":\"Bo\"}}"));
    var promoted = menu.event("soup", "menuItemPromoted", "{\"until\":\"Friday\"}");
    menuItems.on(promoted);
    var copy =
        views.get(List.of(KnownMenuItem.VIEW.key("soup"))).get(KnownMenuItem.VIEW.key("soup"));
    assertEquals(
        Optional.of(new KnownMenuItem("Soup", Money.of(new BigDecimal("5")), true)),
        KnownMenuItem.VIEW.shown(copy.content()));
    assertEquals(2, copy.version(), "the checkpoint has moved past the unknown type");
    menuItems.on(menu.event("soup", "menuItemRemoved", "{}"));
    ann().forEach(guests::on);
    var order = send("", new OpenOrder("ann")).stream();
    assertRefused("Item is inactive.", order, new AddItemToOrder("soup", 1));
  }

  @Test
  void aKnownForeignEventThatCannotBeReadIsADeadLetter() {
    var broken = menu.event("soup", "menuItemAdded", "{\"description\":\"Soup\"}");
    assertThrows(UnreadableEvent.class, () -> menuItems.on(broken));
    assertEquals(
        List.of(), List.copyOf(views.get(List.of(KnownMenuItem.VIEW.key("soup"))).keySet()));
  }
}
