package restaurant.system;

import static dev.eventfold.testing.schemas.SchemaGate.given;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.junit.jupiter.api.Test;
import restaurant.kernel.Money;

/** A kitchen that might come, and would listen to orders: it must say which schemas it reads. */
class ForeignSchemasTest {

  /** What the kitchen has to cook. */
  record ToCook(String menuItemId, int quantity) {}

  record ToBill(Money subtotal) {}

  record Load(int plates) {}

  static final EventTypes<ToCook> KITCHEN =
      EventTypes.<ToCook>foreign()
          .add("itemAddedToOrder", 2, ToCook.class)
          .upcast("itemAddedToOrder", 1, UnaryOperator.identity());

  private static final class FromOrders implements Projection<ToCook, Load> {

    @Override
    public Optional<Load> evolve(String order, Optional<Load> load, TypedEvent<ToCook> event) {
      return Optional.of(new Load(load.map(Load::plates).orElse(0) + event.event().quantity()));
    }
  }

  private static void check(EventTypes<ToCook> types) throws IOException {
    var view = new View<>("kitchen", Load.class, load -> Map.of());
    given(SchemaGateTest.golden("orders"))
        .whenReadBy(Feed.of(view, "orders", types, new FromOrders()))
        .thenNothingBreaks();
  }

  @Test
  void whoDeclaresBothSchemasReadsBoth() throws IOException {
    check(KITCHEN);
    for (var golden : SchemaGateTest.golden("orders").all()) {
      var read = KITCHEN.read(golden.recorded("order", 1));
      if (golden.type().equals("itemAddedToOrder")) {
        var pepperoni = new ToCook("07cd6ade-efa1-5426-aac0-11056596da1d", 2);
        assertEquals(Optional.of(pepperoni), read.map(TypedEvent::event));
      }
    }
  }

  @Test
  void whoDeclaresOneFailsTheBuildByName() {
    var types = EventTypes.<ToCook>foreign().add("itemAddedToOrder", ToCook.class);
    var error = assertThrows(AssertionError.class, () -> check(types));
    assertSays("orders itemAddedToOrder@2.json", error);
    assertSays("restaurant.system.ForeignSchemasTest.ToCook cannot read it", error);
  }

  @Test
  void whoWantsWhatOnlyTheNewOneHasMustMakeItUpForTheOld() throws IOException {
    var types =
        EventTypes.<ToBill>foreign()
            .add("itemAddedToOrder", 2, ToBill.class)
            .upcast("itemAddedToOrder", 1, UnaryOperator.identity());
    var view = new View<>("bills", Money.class, money -> Map.of());
    var feed =
        Feed.<ToBill, Money>of(
            view, "orders", types, (id, bill, event) -> Optional.of(event.event().subtotal()));
    var gate = given(SchemaGateTest.golden("orders")).whenReadBy(feed);
    var error = assertThrows(AssertionError.class, gate::thenNothingBreaks);
    assertSays("orders itemAddedToOrder@1.json", error);
    assertSays("restaurant.system.ForeignSchemasTest.ToBill cannot read it", error);
    assertSays("subtotal", error);
  }

  private static void assertSays(String words, AssertionError error) {
    assertTrue(error.getMessage().contains(words), error.getMessage());
  }
}
