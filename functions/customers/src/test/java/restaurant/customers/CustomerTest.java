package restaurant.customers;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.customers.CustomerCommand.AddAddress;
import restaurant.customers.CustomerCommand.SignUpCustomer;
import restaurant.customers.CustomerEvent.AddressAdded;
import restaurant.customers.CustomerEvent.CustomerSignedUp;
import restaurant.eventsourcing.Rejection;
import restaurant.eventsourcing.Rejection.Kind;

class CustomerTest {

  private static final CustomerEvent ANN = new CustomerSignedUp("Ann", "ann@example.com");

  private final Customer customer = new Customer();

  private Customer.State given(CustomerEvent... events) {
    var state = customer.initial();
    for (var event : events) {
      state = customer.evolve(state, event);
    }
    return state;
  }

  private void refuses(Customer.State state, CustomerCommand command, Kind kind, String rules) {
    var rejection = assertThrows(Rejection.class, () -> customer.decide(state, command));
    assertEquals(rules, rejection.getMessage());
    assertEquals(kind, rejection.kind());
  }

  private static AddAddress address(String nickname) {
    return new AddAddress(nickname, "1 Main St", "Springfield", "12345");
  }

  private static AddressAdded added(String nickname) {
    return new AddressAdded(nickname, "1 Main St", "Springfield", "12345");
  }

  @Test
  void signsUp() {
    assertEquals(
        List.of(ANN), customer.decide(given(), new SignUpCustomer("Ann", "ann@example.com")));
  }

  @Test
  void mustHaveAName() {
    refuses(
        given(), new SignUpCustomer(" ", "ann@example.com"), Kind.INVALID, "Name must be present.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "ann+pizza@example.com",
        "a@b.cc",
        "o'hara@mail.example.co.uk",
        "ANN@EXAMPLE.COM",
        "1@xn--bcher-kva.example"
      })
  void mayHaveAnEmailLike(String email) {
    assertEquals(
        List.of(new CustomerSignedUp("Ann", email)),
        customer.decide(given(), new SignUpCustomer("Ann", email)));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "ann",
        "ann@",
        "@example.com",
        "ann@example",
        "ann@@example.com",
        "ann@exa mple.com",
        "ann@-a.com",
        "ann@a..com",
        "änn@example.com",
        " ann@example.com",
        "ann@example.com\n"
      })
  void mustNotHaveAnEmailLike(String email) {
    refuses(given(), new SignUpCustomer("Ann", email), Kind.INVALID, "Email must be valid.");
  }

  @Test
  void anEndlessEmailIsNone() {
    var email = "a@" + "b.".repeat(200_000) + "com";
    refuses(given(), new SignUpCustomer("Ann", email), Kind.INVALID, "Email must be valid.");
  }

  @Test
  void learnsOfEveryBrokenRuleAtOnce() {
    refuses(
        given(),
        new SignUpCustomer("", "ann"),
        Kind.INVALID,
        "Name must be present. Email must be valid.");
  }

  @Test
  void addsAnAddress() {
    assertEquals(List.of(added("home")), customer.decide(given(ANN), address("home")));
  }

  @Test
  void anAddressMustBeWhole() {
    refuses(
        given(ANN),
        new AddAddress("", " ", "", ""),
        Kind.INVALID,
        "Address nickname must be present. Street must be present. City must be present."
            + " Postal code must be present.");
  }

  @Test
  void onlyACustomerHasAddresses() {
    refuses(given(), address("home"), Kind.NOT_FOUND, "Customer not found.");
  }

  @Test
  void aNicknameIsForOneAddress() {
    refuses(
        given(ANN, added("home")),
        address("home"),
        Kind.FORBIDDEN_BY_STATE,
        "Address nickname must be unique.");
    assertEquals(
        List.of(added("work")), customer.decide(given(ANN, added("home")), address("work")));
  }

  @Test
  void fiftyAddressesAreEnough() {
    var state = given(ANN);
    for (var nickname :
        IntStream.range(0, Customer.MAX_ADDRESSES).mapToObj(n -> "n" + n).toList()) {
      state = customer.evolve(state, added(nickname));
    }
    refuses(
        state,
        address("home"),
        Kind.FORBIDDEN_BY_STATE,
        "Customer must have at most 50 addresses.");
  }
}
