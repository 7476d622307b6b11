package restaurant.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.commands.LoadedStream;
import dev.eventfold.commands.RecentCommands;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.testing.schemas.GoldenEvent;
import dev.eventfold.testing.schemas.GoldenEvents;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import restaurant.kernel.Money;
import restaurant.orders.OrderEvent.ItemAddedToOrder;
import restaurant.orders.OrderEvent.OrderOpened;

class StoredOrderTest {

  private static final Money TEN = Money.of(new BigDecimal("10"));

  static List<GoldenEvent> events() throws IOException {
    return GoldenEvents.in(Path.of("src/test/resources/golden"), "orders").all();
  }

  @ParameterizedTest
  @MethodSource("events")
  void amountsThatWereStoredAsNumbersAreReadLikeStrings(GoldenEvent golden) {
    var strings = golden.recorded("order", 1);
    var numbers =
        new RecordedEvent(
            strings.id(),
            strings.service(),
            strings.stream(),
            strings.version(),
            strings.type(),
            strings.schema(),
            strings.timestamp(),
            Json.parse(
                Json.text(strings.payload())
                    .replaceAll("\"amount\":\"([0-9.]+)\"", "\"amount\":$1")),
            strings.metadata());
    assertEquals(read(strings), read(numbers));
  }

  private static OrderEvent read(RecordedEvent event) {
    return OrderEvent.TYPES.read(event).orElseThrow().event();
  }

  static List<OrderState> states() {
    var order = new Order();
    var open =
        order.evolve(
            order.evolve(order.initial(), new OrderOpened("ann", Optional.empty())),
            new ItemAddedToOrder("1", "pizza", "Pepperoni", TEN, 2, TEN.times(2)));
    return List.of(
        new OrderState.NotOpened(), open, new OrderState.Placed(), new OrderState.Canceled(true));
  }

  @ParameterizedTest
  @MethodSource("states")
  void snapshotsGiveBackWhatTheyWereGiven(OrderState state) {
    var snapshots = Orders.ORDER.snapshots("orders", new InMemoryQueryStore());
    var commands = RecentCommands.of("b c*2", 7);
    var folded = new LoadedStream<>("order", 7, state, commands, 0).measured();
    snapshots.save(folded);
    assertEquals(Optional.of(folded), snapshots.load("order"));
  }
}
