package restaurant.customers;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.commands.Rejection;
import dev.eventfold.gcp.http.Caller;
import dev.eventfold.gcp.http.Endpoint;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import restaurant.customers.CustomerCommand.AddAddress;
import restaurant.customers.CustomerCommand.SignUpCustomer;

/** Who may do what with which customer, before anything is looked up. */
class CustomerAccessTest {

  private static final Caller ANN = new Caller("ann", false, Optional.of("Ann@Example.com"));
  private static final Caller NOBODY_VERIFIED = new Caller("eve", false, Optional.empty());
  private static final Caller COOK = new Caller("cook", true, Optional.empty());

  private final CustomerAccess access = new CustomerAccess();

  private void assertMayNotSignUp(Caller caller, String email) {
    var signUp = new SignUpCustomer("Ann", email);
    assertThrows(Endpoint.Refused.class, () -> access.mayAskFor(caller, caller.id(), signUp));
  }

  private void assertMaySignUp(Caller caller, String email) {
    var signUp = new SignUpCustomer("Ann", email);
    assertDoesNotThrow(() -> access.mayAskFor(caller, caller.id(), signUp));
  }

  @Test
  void guestsSignUpWithTheAddressThatTheirTokenHasVerifiedHoweverItIsWritten() {
    assertMaySignUp(ANN, "ann@example.com");
    assertMaySignUp(ANN, "ANN@example.com");
    assertMayNotSignUp(ANN, "bob@example.com");
    assertMayNotSignUp(NOBODY_VERIFIED, "ann@example.com");
  }

  @Test
  void staffSignUpGuestsWithAnyAddress() {
    assertMaySignUp(COOK, "bob@example.com");
  }

  @Test
  void anAddressIsNobodysButTheCustomers() {
    var address = new AddAddress("home", "1 Main St", "Springfield", "12345");
    assertDoesNotThrow(() -> access.mayAskFor(ANN, ANN.id(), address));
  }

  /** As if there were none: nobody learns who else is a customer. */
  @Test
  void otherCustomersAreNotFound() {
    var others = Optional.of(NOBODY_VERIFIED.id());
    var refused = assertThrows(Rejection.class, () -> access.mayActOn(ANN, others));
    assertEquals(Customer.notFound().getMessage(), refused.getMessage());
    assertDoesNotThrow(() -> access.mayActOn(COOK, others));
    assertDoesNotThrow(() -> access.mayActOn(ANN, Optional.of(ANN.id())));
    assertDoesNotThrow(() -> access.mayActOn(ANN, Optional.empty()));
  }

  /** A guest who signs up twice is the same customer. */
  @Test
  void aGuestIsOneCustomerAndThoseWhomStaffSignUpAreEachAnother() {
    assertEquals(ANN.id(), access.newId(ANN, "derived"));
    assertEquals("derived", access.newId(COOK, "derived"));
  }
}
