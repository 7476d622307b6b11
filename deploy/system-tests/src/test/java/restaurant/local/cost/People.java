package restaurant.local.cost;

import static restaurant.local.cost.MeteredSystem.expect;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.events.Ids;
import java.util.Set;
import restaurant.local.cost.MeteredSystem.Sender;

/** Who sends which commands, as a rule: a guest what is the guest's own, all else the staff. */
final class People {

  private static final Set<String> OF_GUESTS = Set.of("customers", "orders");

  private final MeteredSystem system;
  private final Examples examples;
  private int guests;

  People(MeteredSystem system, Examples examples) {
    this.system = system;
    this.examples = examples;
  }

  /** Everything that the document shows happens, so that there is what its examples name. */
  void tour() {
    for (var example : examples.all()) {
      var service = example.operation().path().split("/")[1];
      send(service, (ObjectNode) example.body(), example.name(), Sender.STAFF);
    }
  }

  private void send(String service, ObjectNode body, String key, Sender sender) {
    var answer = system.send(system.commands(service), service, body, key, sender);
    system.deliver(system.events(service, expect(202, answer)));
  }

  /** Who has not sent anything yet; for orders, one who has signed up and lives somewhere. */
  Sender sender(String service) {
    var sender = isOfGuests(service) ? guest() : Sender.STAFF;
    if (service.equals("orders")) {
      signUp(sender);
      var home = examples.body("addAddress", 0).put("aggregateId", Ids.caller(sender.name()));
      send("customers", home, system.newKey(), sender);
    }
    return sender;
  }

  boolean isOfGuests(String service) {
    return OF_GUESTS.contains(service);
  }

  Sender guest() {
    return Sender.guest("guest-" + ++guests);
  }

  void signUp(Sender guest) {
    send("customers", made("signUpCustomer", guest), system.newKey(), guest);
  }

  /** A command that makes something, as somebody may send it. */
  ObjectNode made(String type, Sender by) {
    var body = examples.body(type, 0);
    var payload = (ObjectNode) body.path("payload");
    if (payload.has("email")) {
      payload.put("email", Sender.email(by.name()));
    }
    if (payload.has("customerId")) {
      payload.put("customerId", Ids.caller(by.name()));
    }
    return body;
  }
}
