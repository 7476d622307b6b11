package restaurant.customers;

/**
 * Where a customer wants food.
 *
 * @param nickname the customer's own name for it: "home"
 */
public record Address(String nickname, String street, String city, String postalCode) {}
