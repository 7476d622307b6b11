package restaurant.local.system;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import restaurant.local.Client;
import restaurant.local.Waiting;
import restaurant.local.bank.Bank;

/**
 * Guests who place orders, some at once, and wait for what becomes of each; every tenth has a card
 * that the bank declines.
 */
final class PayingGuests {

  private static final int AT_ONCE = 30;
  private static final int DECLINED_ONE_IN = 10;

  /** Each counts how often it is ordered, and a document takes a write a second. */
  private static final int SOUPS = 20;

  private static final int PATIENCE_SECONDS = 60;

  /** What is lost on its way is found after minutes. */
  private static final Duration UNTIL_IT_IS_OVER = Duration.ofMinutes(14);

  private static final Duration LOOK_EVERY = Duration.ofSeconds(1);
  private static final Set<String> OVER = Set.of("confirmed", "canceled");

  /** One that was placed. */
  record Order(String id, boolean isPayable) {}

  private final Client client;
  private final String guest;
  private final List<String> soups = new ArrayList<>();
  private final String feast;
  private int placed;

  PayingGuests(Client client) {
    this.client = client;
    this.guest = made("customers", "signUpCustomer", "\"name\":\"Ada\",\"email\":\"ada@b.cc\"");
    for (int i = 0; i < SOUPS; i++) {
      soups.add(dish("6.00"));
    }
    this.feast = dish("6" + Bank.REFUSED);
  }

  private String dish(String price) {
    return made(
        "menu", "addMenuItem", "\"description\":\"Soup\",\"price\":\"%s\"".formatted(price));
  }

  List<Order> order(int number) throws Exception {
    var slots = new Semaphore(AT_ONCE);
    var placing = new ArrayList<Future<Order>>();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      for (int i = 0; i < number; i++) {
        boolean isPayable = i % DECLINED_ONE_IN != 0;
        var dish = isPayable ? soups.get(i % SOUPS) : feast;
        placing.add(
            threads.submit(
                () -> {
                  slots.acquire();
                  try {
                    return place(dish, isPayable);
                  } finally {
                    slots.release();
                  }
                }));
      }
    }
    var orders = new ArrayList<Order>();
    for (var order : placing) {
      orders.add(order.get());
    }
    return orders;
  }

  private Order place(String dish, boolean isPayable) {
    var id = made("orders", "openOrder", "\"customerId\":\"%s\"".formatted(guest));
    changed(id, "addItemToOrder", "\"menuItemId\":\"%s\",\"quantity\":1".formatted(dish));
    changed(id, "placeOrder", "");
    countPlaced();
    var order = new Order(id, isPayable);
    awaitTheEndOf(order);
    return order;
  }

  private void awaitTheEndOf(Order order) {
    Waiting.until(
        () -> OVER.contains(status(order)),
        () ->
            "%s is not over, with %s"
                .formatted(
                    client.get("/orders/" + order.id()).body(),
                    client.get("/payments/" + order.id()).body()),
        UNTIL_IT_IS_OVER,
        LOOK_EVERY);
  }

  /** What the guest is shown; "" where that can't be said now. */
  String status(Order order) {
    try {
      return client.get("/orders/" + order.id()).json().path("status").asText();
    } catch (UncheckedIOException cutOff) {
      return "";
    }
  }

  private synchronized void countPlaced() {
    placed++;
    notifyAll();
  }

  /** Returns once so many are placed. */
  synchronized void awaitPlaced(int orders) throws InterruptedException {
    while (placed < orders) {
      wait();
    }
  }

  private String made(String service, String type, String payload) {
    return sent(service, "{\"type\":\"%s\",\"payload\":{%s}}".formatted(type, payload));
  }

  private void changed(String order, String type, String payload) {
    sent(
        "orders",
        "{\"type\":\"%s\",\"aggregateId\":\"%s\",\"payload\":{%s}}"
            .formatted(type, order, payload));
  }

  /** However often one must ask: orders hear of guests and dishes soon. */
  private String sent(String service, String body) {
    var key = UUID.randomUUID().toString();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    var last = "nothing";
    while (true) {
      try {
        var answer = client.command(service, body, "Idempotency-Key", key);
        if (answer.status() == 202) {
          return answer.json().path("aggregateId").asText();
        }
        last = answer.body();
      } catch (UncheckedIOException cutOff) {
        last = cutOff.getMessage();
      }
      assertTrue(System.nanoTime() < end, body + " " + last);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }
}
