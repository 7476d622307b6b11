package restaurant.orders;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.commands.Rejection;
import dev.eventfold.gcp.http.Caller;
import dev.eventfold.gcp.http.Endpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Who may do what with which order. */
class OrderAccessTest {

  private static final Caller ANN = new Caller("ann", false, Optional.empty());
  private static final Caller BOB = new Caller("bob", false, Optional.empty());
  private static final Caller COOK = new Caller("cook", true, Optional.empty());

  private final List<String> lookedUp = new ArrayList<>();
  private final OrderAccess access =
      new OrderAccess(
          order -> {
            lookedUp.add(order);
            return Optional.of(ANN.id()).filter(id -> order.equals("anns"));
          });

  @Test
  void customersActOnTheirOwnOrders() {
    assertDoesNotThrow(() -> access.mayActOn(ANN, Optional.of("anns")));
    assertEquals(List.of("anns"), lookedUp);
  }

  /** Nobody learns whether there is one. */
  @ParameterizedTest
  @ValueSource(strings = {"anns", "nobodys"})
  void ordersOfOthersAreAsIfThereWereNone(String order) {
    var refused = assertThrows(Rejection.class, () -> access.mayActOn(BOB, Optional.of(order)));
    assertEquals(Order.notFound().getMessage(), refused.getMessage());
  }

  /** The look costs a read. */
  @Test
  void forStaffAndForNewOrdersNothingIsLookedUp() {
    assertDoesNotThrow(() -> access.mayActOn(COOK, Optional.of("nobodys")));
    assertDoesNotThrow(() -> access.mayActOn(BOB, Optional.empty()));
    assertEquals(List.of(), lookedUp);
  }

  @Test
  void customersOpenOrdersForThemselvesAndStaffForAnybody() {
    var annsOrder = new OrderCommand.OpenOrder(ANN.id());
    assertDoesNotThrow(() -> access.mayAskFor(ANN, "new", annsOrder));
    assertDoesNotThrow(() -> access.mayAskFor(COOK, "new", annsOrder));
    assertThrows(Endpoint.Refused.class, () -> access.mayAskFor(BOB, "new", annsOrder));
    assertDoesNotThrow(() -> access.mayAskFor(BOB, "his", new OrderCommand.PlaceOrder()));
  }
}
