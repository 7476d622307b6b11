package restaurant.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.Ids;
import dev.eventfold.json.Json;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.StreamSupport;

/**
 * Guests and cooks who do what they like: valid commands and invalid ones, the same again with the
 * same key, on what is there and on what is not. What each session does follows from the seed;
 * sessions run beside each other.
 */
public final class Traffic {

  /** How many sessions at once. */
  private static final int AT_ONCE = 16;

  private static final int MAX_TRIES = 2_000;

  /** A command that was accepted, and the ids of its events. */
  record Accepted(String service, String commandId, String aggregateId, List<String> events) {}

  private final Client client;
  private final long seed;

  /** Whether 503 is an answer that clients must live with, or a failure. */
  private final boolean unavailableAtTimes;

  private final List<String> items = new ArrayList<>();
  private final List<String> customers = new ArrayList<>();
  private final Queue<Accepted> accepted = new ConcurrentLinkedQueue<>();
  private final Queue<String> refused = new ConcurrentLinkedQueue<>();
  private final Queue<String> failures = new ConcurrentLinkedQueue<>();
  private volatile int commands;
  private int begun;

  public Traffic(Client client, long seed, boolean unavailableAtTimes) {
    this.client = client;
    this.seed = seed;
    this.unavailableAtTimes = unavailableAtTimes;
  }

  /** Every accepted command. */
  public List<Accepted> accepted() {
    return List.copyOf(accepted);
  }

  /** The ids of commands that were refused. */
  public List<String> refused() {
    return List.copyOf(refused);
  }

  /** What must not happen: answers of 500 and above, and answers that changed. */
  public List<String> failures() {
    return List.copyOf(failures);
  }

  /** Commands that were answered so far. */
  public int commands() {
    return commands;
  }

  public void run(int sessions) throws InterruptedException {
    var slots = new Semaphore(AT_ONCE);
    var running = new ArrayList<Future<?>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int n = 0; n < sessions; n++) {
        var session = new Session(new Random(seed * 1_000_003 + begun++));
        slots.acquire();
        running.add(
            threads.submit(
                () -> {
                  try {
                    session.run();
                  } finally {
                    slots.release();
                  }
                }));
      }
      for (var session : running) {
        session.get();
      }
    } catch (ExecutionException e) {
      throw new AssertionError(e.getCause());
    }
  }

  private synchronized void add(List<String> ids, String id) {
    ids.add(id);
  }

  private synchronized String any(List<String> ids, Random random) {
    return ids.isEmpty() || random.nextInt(20) == 0
        ? "nobody-has-this-id"
        : ids.get(random.nextInt(ids.size()));
  }

  /** One user's evening. */
  private final class Session {

    private final Random random;

    Session(Random random) {
      this.random = random;
    }

    public void run() {
      if (random.nextInt(4) == 0) {
        cook();
      } else {
        guest();
      }
    }

    private <T> T oneOf(List<T> choices) {
      return choices.get(random.nextInt(choices.size()));
    }

    private void cook() {
      var item = create("menu", "addMenuItem", dish());
      item.ifPresentAdd(items);
      for (int n = random.nextInt(4); n > 0; n--) {
        var id = item.id().isEmpty() ? any(items, random) : item.id();
        if (random.nextInt(6) == 0) {
          change("menu", "removeMenuItem", id, Map.of());
        } else {
          change("menu", "modifyMenuItem", id, dish());
        }
      }
    }

    private Map<String, Object> dish() {
      return Map.of(
          "description", oneOf(List.of("Pepperoni", "Carbonara", "Minestrone", "Tiramisù", " ")),
          "price", oneOf(List.of(10, 12.5, 0.01, 999_999, 0, -3)));
    }

    private void guest() {
      var email =
          oneOf(List.of("guest%d@example.com".formatted(random.nextInt(100_000)), "ann@b.cc", "x"));
      var signedUp = create("customers", "signUpCustomer", Map.of("name", "Guest", "email", email));
      signedUp.ifPresentAdd(customers);
      var customer = signedUp.id().isEmpty() ? any(customers, random) : signedUp.id();
      for (int n = random.nextInt(3); n > 0; n--) {
        change("customers", "addAddress", customer, address());
      }
      for (int n = random.nextInt(3); n > 0; n--) {
        // Mostly of one whom orders have heard of.
        order(random.nextInt(4) == 0 ? customer : any(customers, random));
      }
    }

    private Map<String, Object> address() {
      return Map.of(
          "nickname",
          oneOf(List.of("home", "work", "")),
          "street",
          "1 Main St",
          "city",
          "Springfield",
          "postalCode",
          "12345");
    }

    private void order(String customer) {
      var order = create("orders", "openOrder", Map.of("customerId", customer)).id();
      if (order.isEmpty()) {
        return;
      }
      for (int n = random.nextInt(5); n > 0; n--) {
        change(
            "orders",
            "addItemToOrder",
            order,
            Map.of("menuItemId", any(items, random), "quantity", random.nextInt(5)));
      }
      if (random.nextInt(3) == 0) {
        change(
            "orders",
            "removeItemFromOrder",
            order,
            Map.of("orderItemId", Integer.toString(random.nextInt(4))));
      }
      if (random.nextInt(2) == 0) {
        change("orders", "addDeliveryAddressToOrder", order, Map.of("nickname", "home"));
      }
      change("orders", oneOf(List.of("placeOrder", "placeOrder", "cancelOrder")), order, Map.of());
      if (random.nextInt(4) == 0) {
        change("orders", oneOf(List.of("placeOrder", "cancelOrder")), order, Map.of());
      }
    }

    /** The id of what was made, or "". */
    private record Made(Traffic traffic, String id) {
      void ifPresentAdd(List<String> ids) {
        if (!id.isEmpty()) {
          traffic.add(ids, id);
        }
      }
    }

    private Made create(String service, String type, Map<String, Object> payload) {
      var answer = send(service, Map.of("type", type, "payload", payload));
      return new Made(Traffic.this, answer.path("aggregateId").asText());
    }

    private void change(String service, String type, String id, Map<String, Object> payload) {
      send(service, Map.of("type", type, "aggregateId", id, "payload", payload));
    }

    private JsonNode send(String service, Map<String, Object> command) {
      var key = new UUID(random.nextLong(), random.nextLong()).toString();
      var body = Json.text(Json.tree(command));
      var answer = answered(service, body, key);
      if (random.nextInt(8) == 0) {
        var again = answered(service, body, key);
        if (answer.status() == 202 && !answer.body().equals(again.body())) {
          failures.add("the same key, another answer: " + answer.body() + " " + again.body());
        }
        // What was refused may be accepted now: orders have heard of the customer, say.
        answer = again;
      }
      var commandId =
          command.containsKey("aggregateId")
              ? Ids.command(service, "anonymous", key, (String) command.get("aggregateId"))
              : Ids.command(service, "anonymous", key);
      synchronized (Traffic.this) {
        commands++;
      }
      if (answer.status() != 202) {
        refused.add(commandId);
        return Json.TOLERANT.createObjectNode();
      }
      var done = answer.json();
      accepted.add(
          new Accepted(
              service,
              commandId,
              done.path("aggregateId").asText(),
              StreamSupport.stream(done.path("events").spliterator(), false)
                  .map(event -> event.path("id").asText())
                  .toList()));
      return done;
    }

    /** The answer, however often one must ask. */
    private Client.Response answered(String service, String body, String key) {
      for (int tries = 1; ; tries++) {
        try {
          var answer = client.command(service, body, "Idempotency-Key", key);
          if (answer.status() != 503 || !unavailableAtTimes || tries == MAX_TRIES) {
            if (answer.status() >= 500) {
              failures.add(answer.status() + " " + body + " " + answer.body());
            }
            return answer;
          }
        } catch (UncheckedIOException e) {
          // Cut off in the middle of an answer.
          if (!unavailableAtTimes) {
            throw e;
          }
        }
        try {
          TimeUnit.MILLISECONDS.sleep(50);
        } catch (InterruptedException e) {
          Thread.currentThread().interrupt();
          throw new AssertionError(e);
        }
      }
    }
  }
}
