package restaurant.orders;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.testing.Events;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import restaurant.orders.OrderEvent.OrderOpened;

/** Whoever computes a deadline gets the same, whatever is set where they are. */
class PlacedInTimeTest {

  private static final String SETTING = "time.to.place";

  @AfterEach
  void nothingIsSet() {
    System.clearProperty(SETTING);
  }

  /** How long it may stay open. */
  private static Duration deadline(Optional<String> placeWithin) {
    var opened = List.of(new OrderOpened("ann", placeWithin));
    var event = Events.recorded("orders", "order", OrderEvent.TYPES, opened).getFirst();
    var at = Orders.PROCESS.deadlines().getFirst().at();
    return Duration.between(
        event.timestamp(), at.apply(OrderEvent.TYPES.read(event).orElseThrow()).orElseThrow());
  }

  @Test
  void anOrderKeepsTheTimeThatItWasOpenedWith() {
    System.setProperty(SETTING, "PT5M");
    assertEquals(Duration.ofHours(1), deadline(Optional.of("PT1H")));
  }

  @Test
  void oneThatWasOpenedBeforeThatWasSaidHasHalfAnHour() {
    System.setProperty(SETTING, "PT5M");
    assertEquals(Duration.ofMinutes(30), deadline(Optional.empty()));
  }
}
