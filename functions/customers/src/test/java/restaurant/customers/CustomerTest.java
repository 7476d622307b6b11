package restaurant.customers;

import dev.eventfold.commands.Rejection.Kind;
import dev.eventfold.testing.DeciderSpecification;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.customers.CustomerCommand.AddAddress;
import restaurant.customers.CustomerCommand.EraseCustomer;
import restaurant.customers.CustomerCommand.SignUpCustomer;
import restaurant.customers.CustomerEvent.AddressAdded;
import restaurant.customers.CustomerEvent.CustomerErased;
import restaurant.customers.CustomerEvent.CustomerSignedUp;

class CustomerTest {

  private static final CustomerEvent ANN = new CustomerSignedUp("Ann", "ann@example.com");

  private static DeciderSpecification<CustomerCommand, CustomerEvent, Customer.State> given(
      CustomerEvent... events) {
    return DeciderSpecification.of(new Customer()).given(events);
  }

  private static AddAddress address(String nickname) {
    return new AddAddress(nickname, "1 Main St", "Springfield", "12345");
  }

  private static AddressAdded added(String nickname) {
    return new AddressAdded(nickname, "1 Main St", "Springfield", "12345");
  }

  @Test
  void signsUp() {
    given().when(new SignUpCustomer("Ann", "ann@example.com")).then(ANN);
  }

  @Test
  void mustHaveAName() {
    given()
        .when(new SignUpCustomer(" ", "ann@example.com"))
        .thenRejected(Kind.INVALID, "Name must be present.");
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
    given().when(new SignUpCustomer("Ann", email)).then(new CustomerSignedUp("Ann", email));
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
    given()
        .when(new SignUpCustomer("Ann", email))
        .thenRejected(Kind.INVALID, "Email must be valid.");
  }

  @ParameterizedTest
  @CsvSource({"254, true", "255, false"})
  void anEmailHasAtMostSoManyCharacters(int characters, boolean isTaken) {
    var start = "ann@" + ("a".repeat(60) + ".").repeat(4);
    var email = start + "c".repeat(characters - start.length());
    var signedUp = given().when(new SignUpCustomer("Ann", email));
    if (isTaken) {
      signedUp.then(new CustomerSignedUp("Ann", email));
    } else {
      signedUp.thenRejected(Kind.INVALID, "Email must be valid.");
    }
  }

  @Test
  void anEndlessEmailIsNone() {
    var email = "a@" + "b.".repeat(200_000) + "com";
    given()
        .when(new SignUpCustomer("Ann", email))
        .thenRejected(Kind.INVALID, "Email must be valid.");
  }

  @Test
  void learnsOfEveryBrokenRuleAtOnce() {
    given()
        .when(new SignUpCustomer("", "ann"))
        .thenRejected(Kind.INVALID, "Name must be present.", "Email must be valid.");
  }

  @Test
  void addsAnAddress() {
    given(ANN).when(address("home")).then(added("home"));
  }

  @Test
  void anAddressMustBeWhole() {
    given(ANN)
        .when(new AddAddress("", " ", "", ""))
        .thenRejected(
            Kind.INVALID,
            "Address nickname must be present.",
            "Street must be present.",
            "City must be present.",
            "Postal code must be present.");
  }

  @Test
  void onlyACustomerHasAddresses() {
    given().when(address("home")).thenRejected(Kind.NOT_FOUND, "Customer not found.");
  }

  @Test
  void aNicknameIsForOneAddress() {
    given(ANN, added("home"))
        .when(address("home"))
        .thenRejected(Kind.CONFLICT, "Address nickname must be unique.");
    given(ANN, added("home")).when(address("work")).then(added("work"));
  }

  @Test
  void whoIsErasedIsErasedForGood() {
    given(ANN).when(new EraseCustomer()).then(new CustomerErased());
    given(ANN, new CustomerErased()).when(new EraseCustomer()).then();
    given().when(new EraseCustomer()).thenRejected(Kind.NOT_FOUND, "Customer not found.");
    given(ANN, new CustomerErased())
        .when(address("home"))
        .thenRejected(Kind.CONFLICT, "Customer was erased.");
    given(ANN, new CustomerErased())
        .when(new SignUpCustomer("Ann", "ann@example.com"))
        .thenRejected(Kind.CONFLICT, "Customer was erased.");
  }

  @Test
  void fiftyAddressesAreEnough() {
    var full =
        Stream.concat(
            Stream.of(ANN),
            IntStream.range(0, Customer.MAX_ADDRESSES).mapToObj(n -> added("n" + n)));
    given(full.toArray(CustomerEvent[]::new))
        .when(address("home"))
        .thenRejected(Kind.CONFLICT, "Customer must have at most 50 addresses.");
  }
}
