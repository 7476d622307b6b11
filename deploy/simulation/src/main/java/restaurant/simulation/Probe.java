package restaurant.simulation;

import dev.eventfold.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;

/** A reservation without its event is a leak, and seen only when somebody asks for the value. */
final class Probe {

  private final Simulation simulation;
  private final World world;

  Probe(Simulation simulation, World world) {
    this.simulation = simulation;
    this.world = world;
  }

  void run() {
    var owned = new HashSet<String>();
    world.journal().of("customers").stream()
        .map(List::getFirst)
        .forEach(event -> owned.add(canonical(event.payload().path("email").asText())));
    for (var email : Client.EMAILS) {
      if (owned.add(canonical(email))) {
        var payload = Json.TOLERANT.createObjectNode().put("name", "probe").put("email", email);
        var key = "probe-" + email;
        var attempt =
            simulation.ask(
                new Intent(
                    key,
                    "probe",
                    key,
                    "customers",
                    "signUpCustomer",
                    Optional.empty(),
                    payload,
                    OptionalInt.empty()));
        if (!attempt.isAccepted()) {
          throw new Violation.Found(
              "no reservation leaks", "%s: %s".formatted(email, attempt.reason()));
        }
      }
    }
  }

  private static String canonical(String email) {
    return email.toLowerCase(Locale.ROOT);
  }
}
