package restaurant.orders;

import java.time.Duration;
import java.util.Optional;

/** What a guest asks for, with what had to be looked up for it. */
public sealed interface EnrichedOrderCommand {

  /**
   * @param customerIsKnown the customer has signed up
   * @param placeWithin how long it may stay open that nobody places
   */
  record OpenOrder(String customerId, boolean customerIsKnown, Duration placeWithin)
      implements EnrichedOrderCommand {}

  /**
   * @param item what is on the menu under this id
   */
  record AddItemToOrder(String menuItemId, int quantity, Optional<KnownMenuItem> item)
      implements EnrichedOrderCommand {}

  record RemoveItemFromOrder(String orderItemId) implements EnrichedOrderCommand {}

  /**
   * @param address the customer's address of that nickname
   */
  record AddDeliveryAddressToOrder(Optional<Address> address) implements EnrichedOrderCommand {}

  record PlaceOrder() implements EnrichedOrderCommand {}

  record CancelOrder() implements EnrichedOrderCommand {}

  /** Its time is over, unless it is placed. No client sends it, nor what follows. */
  record GiveUp() implements EnrichedOrderCommand {}

  record Confirm() implements EnrichedOrderCommand {}

  /**
   * It will not be paid.
   *
   * @param reason in words for the guest
   */
  record CancelUnpaid(String reason) implements EnrichedOrderCommand {}

  /**
   * It was paid too late, and the money is back.
   *
   * @param reason why it is canceled, if it is not yet
   */
  record NoteRefund(String reason) implements EnrichedOrderCommand {}
}
