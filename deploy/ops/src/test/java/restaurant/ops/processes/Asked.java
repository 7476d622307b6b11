package restaurant.ops.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.Outside;
import dev.eventfold.processes.ProcessManager;
import dev.eventfold.projections.Feed;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import restaurant.ops.Memory;
import restaurant.orders.Orders;
import restaurant.payments.Payments;

/** Stores in this process, and a provider that does what the test says. */
class Asked extends Memory {

  static final String ORDER = "6f5d0f0e-1d7b-4bb5-8d2a-000000000001";

  final List<String> asked = new ArrayList<>();
  UnaryOperator<String> provider = effect -> "{\"id\":\"P1\"}";

  @Override
  public Outside outside() {
    return this::ask;
  }

  private JsonNode ask(String effect, String key, JsonNode request) {
    asked.add(effect);
    return Json.parse(provider.apply(effect));
  }

  void nobodyAnswers() {
    provider =
        effect -> {
          throw new Outside.Unanswered("It answers 500.", null);
        };
  }

  static ProcessManager<?, ?> manager(Service service, Memory memory) {
    return service.manager(memory).orElseThrow();
  }

  ProcessManager<?, ?> payments() {
    return manager(Payments.SERVICE, this);
  }

  ProcessManager<?, ?> orders() {
    return manager(Orders.SERVICE, this);
  }

  /** A payment that was charged, and whose receipt may have been sent or not. */
  String receiptInDoubt(String order) {
    provider =
        effect -> {
          if (effect.equals("receipt")) {
            throw new Outside.Unanswered("It answers 500.", null);
          }
          return "{\"id\":\"P1\"}";
        };
    payments().on(paymentRequested(order));
    payments().on(event("payments", order, 2));
    return payments().effects().claims(Claim.State.UNKNOWN, "").getFirst().id();
  }

  /** The deadline that an event of an order sets. */
  void projected(Service service, RecordedEvent event) {
    for (Feed<?, ?> feed : service.feeds()) {
      if (feed.view().collection().equals(service.pending().orElseThrow())) {
        feed.projector(eventStore(service.name()), views, backoff(), clock()).on(event);
      }
    }
  }
}
