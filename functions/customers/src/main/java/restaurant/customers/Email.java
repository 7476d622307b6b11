package restaurant.customers;

import dev.eventfold.store.Reservation;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** An e-mail address: how it must look, and when two are the same. */
final class Email {

  private static final int MAX_LENGTH = 254;

  /** As HTML has it for {@code <input type="email">}, with a dot in the domain. */
  private static final Pattern FORM =
      Pattern.compile(
          "[a-zA-Z0-9.!#$%&'*+/=?^_`{|}~-]{1,64}@"
              + "([a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\\.)+[a-zA-Z]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])");

  private Email() {}

  static boolean isValid(String email) {
    return email.length() <= MAX_LENGTH && FORM.matcher(email).matches();
  }

  /** Mail servers may tell capitals apart; none that people use does. */
  static String canonical(String email) {
    return email.toLowerCase(Locale.ROOT);
  }

  /** What signing up with it claims. */
  static List<Reservation> claim(CustomerEvent event) {
    return switch (event) {
      case CustomerEvent.CustomerSignedUp(var name, var email) -> List.of(reservation(email));
      case CustomerEvent.AddressAdded added -> List.of();
      case CustomerEvent.CustomerErased erased -> List.of();
    };
  }

  /** Who is erased leaves it to others. */
  static List<Reservation> release(Customer.State before, CustomerEvent event) {
    return event instanceof CustomerEvent.CustomerErased
            && before instanceof Customer.State.SignedUp(var email, var nicknames)
        ? List.of(reservation(email))
        : List.of();
  }

  private static Reservation reservation(String email) {
    return new Reservation("email", canonical(email), "Email is already taken.");
  }
}
