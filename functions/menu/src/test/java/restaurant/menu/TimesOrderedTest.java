package restaurant.menu;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.projections.Projector;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.RepeatedTest;
import org.junit.jupiter.api.RepetitionInfo;
import org.junit.jupiter.api.Test;
import restaurant.kernel.Money;
import restaurant.menu.MenuItemView.Item;

class TimesOrderedTest {

  private static final Item PIZZA = new Item("Pepperoni", Money.of(new BigDecimal("10")), true);

  private final InMemoryEventStore menu = new InMemoryEventStore();
  private final InMemoryEventStore orders = new InMemoryEventStore();
  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private Projector<MenuItemEvent, MenuItemView> items;
  private Projector<OrderEvent, MenuItemView> timesOrdered;

  /** Cold instances: nothing in their caches. */
  @BeforeEach
  void start() {
    items = Menu.FROM_MENU.projector(menu, views, attempt -> {});
    timesOrdered = Menu.FROM_ORDERS.projector(orders, views, attempt -> {});
  }

  private static RecordedEvent recorded(
      String service, String stream, long version, String type, String payload) {
    var id = UUID.nameUUIDFromBytes((stream + version).getBytes(StandardCharsets.UTF_8)).toString();
    JsonNode json = Json.parse(payload);
    return new RecordedEvent(
        id,
        service,
        stream,
        version,
        type,
        1,
        Instant.EPOCH.plusSeconds(version),
        json,
        new Metadata(id, "", "", "", "", ""));
  }

  private RecordedEvent added(String item) {
    var event =
        recorded(
            "menu",
            item,
            1,
            "menuItemAdded",
            "{\"description\":\"Pepperoni\",\"price\":{\"amount\":\"10.00\",\"currency\":\"USD\"}}");
    menu.append(List.of(event), List.of());
    return event;
  }

  /** An order's events as orders write them: fields and types that the menu does not know, too. */
  private List<RecordedEvent> placed(String order, String... items) {
    var lines = new ArrayList<String>();
    for (var item : items) {
      lines.add("{\"menuItemId\":\"%s\",\"quantity\":2,\"note\":\"hot\"}".formatted(item));
    }
    var events =
        List.of(
            recorded("orders", order, 1, "orderOpened", "{\"customerId\":\"c\"}"),
            recorded("orders", order, 2, "somethingNew", "[1,2,3]"),
            recorded(
                "orders", order, 3, "orderPlaced", "{\"items\":%s,\"tip\":1}".formatted(lines)));
    orders.append(events, List.of());
    return events;
  }

  private Optional<MenuItemView> view(String item) {
    var key = MenuItemView.VIEW.key(item);
    return Optional.ofNullable(views.get(List.of(key)).get(key))
        .flatMap(document -> MenuItemView.VIEW.shown(document.content()));
  }

  @Test
  void aPlacedOrderCountsEveryOneOfItsItems() {
    items.on(added("pizza"));
    placed("order", "pizza", "pizza").forEach(timesOrdered::on);
    assertEquals(Optional.of(new MenuItemView(Optional.of(PIZZA), 4)), view("pizza"));
  }

  @Test
  void anOrderThatIsOnlyOpenCountsNothing() {
    items.on(added("pizza"));
    placed("order", "pizza").subList(0, 2).forEach(timesOrdered::on);
    assertEquals(Optional.of(new MenuItemView(Optional.of(PIZZA), 0)), view("pizza"));
  }

  @Test
  void anItemThatIsOrderedBeforeItIsKnownIsNotShownAndNotForgotten() {
    placed("order", "pizza").forEach(timesOrdered::on);
    assertEquals(Optional.empty(), view("pizza").orElseThrow().shown());
    items.on(added("pizza"));
    assertEquals(Optional.of(new MenuItemView(Optional.of(PIZZA), 2)), view("pizza"));
  }

  @Test
  void theSameEventAgainChangesNothing() {
    items.on(added("pizza"));
    var events = placed("order", "pizza");
    timesOrdered.on(events.getLast());
    timesOrdered.on(events.getLast());
    start();
    timesOrdered.on(events.getLast());
    events.forEach(timesOrdered::on);
    assertEquals(2, view("pizza").orElseThrow().timesOrdered());
  }

  @RepeatedTest(50)
  void theCountIsRightUnderAnyDelivery(RepetitionInfo seed) {
    var random = new Random(seed.getCurrentRepetition());
    var deliveries = new ArrayList<Runnable>();
    for (var item : List.of("pizza", "pasta", "soup")) {
      var event = added(item);
      deliveries.add(() -> items.on(event));
      deliveries.add(() -> items.on(event));
    }
    for (int order = 0; order < 10; order++) {
      for (var event : placed("order" + order, "pizza", order % 2 == 0 ? "pasta" : "pizza")) {
        for (int copies = random.nextInt(1, 4); copies > 0; copies--) {
          deliveries.add(() -> timesOrdered.on(event));
        }
      }
    }
    Collections.shuffle(deliveries, random);
    for (var delivery : deliveries) {
      if (random.nextInt(5) == 0) {
        start();
      }
      delivery.run();
    }
    assertEquals(new MenuItemView(Optional.of(PIZZA), 30), view("pizza").orElseThrow());
    assertEquals(new MenuItemView(Optional.of(PIZZA), 10), view("pasta").orElseThrow());
    assertEquals(new MenuItemView(Optional.of(PIZZA), 0), view("soup").orElseThrow());
  }
}
