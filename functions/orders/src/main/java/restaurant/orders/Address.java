package restaurant.orders;

/**
 * Where an order goes: an address of its customer, as it was when it was picked.
 *
 * @param nickname the customer's own name for it: "home"
 */
public record Address(String nickname, String street, String city, String postalCode) {}
