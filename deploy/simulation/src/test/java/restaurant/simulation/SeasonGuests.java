package restaurant.simulation;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.Intent;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;
import java.util.Random;
import java.util.function.Consumer;

/**
 * Who signs up and orders, day and night: most place in time, some at the last moment, or never.
 */
final class SeasonGuests {

  private static final int DISHES = 10;
  private static final int GUESTS = 20;
  private static final int MINUTES_BY_DAY = 25;
  private static final int MINUTES_BY_NIGHT = 120;
  private static final int OPENS = 11;
  private static final int NEVER = 10;
  private static final int AT_THE_LAST_MOMENT = 20;
  private static final Duration TIME_TO_PLACE = Duration.ofMinutes(30);
  private static final Duration SOON = Duration.ofSeconds(5);

  private final Season season;
  private final Agenda agenda;
  private final Random random;
  private final List<String> dishes = new ArrayList<>();
  private final List<String> guests = new ArrayList<>();
  private final List<String> orders = new ArrayList<>();
  private boolean isOver;
  private int wishes;

  SeasonGuests(Season season, Agenda agenda, Random random) {
    this.season = season;
    this.agenda = agenda;
    this.random = random;
    for (int dish = 0; dish < DISHES; dish++) {
      var payload = fields().put("description", "dish " + dish).put("price", dish + 5);
      wish(Command.creates("menu", "addMenuItem", payload), dishes::add);
    }
    for (int guest = 0; guest < GUESTS; guest++) {
      signUp(guest);
    }
    agenda.in(Duration.ofMinutes(5), this::order);
    agenda.every(Duration.ofDays(1), () -> signUp(guests.size()));
    agenda.every(Duration.ofDays(1), this::changePrice);
  }

  List<String> orders() {
    return orders;
  }

  void goHome() {
    isOver = true;
  }

  private void signUp(int number) {
    var email = "guest%d@example.org".formatted(number);
    var payload = fields().put("name", "Guest " + number).put("email", email);
    wish(Command.creates("customers", "signUpCustomer", payload), guests::add);
  }

  private void changePrice() {
    var payload = fields().put("description", "of the day").put("price", 5 + random.nextInt(20));
    wish(Command.changes("menu", "modifyMenuItem", one(dishes), payload), it -> {});
  }

  private void order() {
    if (isOver) {
      return;
    }
    wish(
        Command.creates("orders", "openOrder", fields().put("customerId", one(guests))),
        this::fill);
    boolean isNight = agenda.instant().atZone(ZoneOffset.UTC).getHour() < OPENS;
    int most = 2 * (isNight ? MINUTES_BY_NIGHT : MINUTES_BY_DAY);
    agenda.in(Duration.ofSeconds(1 + random.nextInt(60 * most)), this::order);
  }

  private void fill(String order) {
    orders.add(order);
    for (int lines = 1 + random.nextInt(2); lines > 0; lines--) {
      var line = fields().put("menuItemId", one(dishes)).put("quantity", 1 + random.nextInt(3));
      wish(Command.changes("orders", "addItemToOrder", order, line), it -> {});
    }
    int dice = random.nextInt(100);
    if (dice >= NEVER) {
      var time =
          dice < AT_THE_LAST_MOMENT
              ? TIME_TO_PLACE.plusSeconds(random.nextInt(121) - 60)
              : Duration.ofSeconds(60 + random.nextInt(1_200));
      agenda.in(
          time, () -> wish(Command.changes("orders", "placeOrder", order, fields()), it -> {}));
    }
  }

  /** Once more where orders have not heard of somebody yet; a refusal is taken. */
  private void wish(Command command, Consumer<String> then) {
    var name = "" + ++wishes;
    send(new Intent("wish-" + name, "guest", name, command, OptionalInt.empty()), then);
  }

  private void send(Intent intent, Consumer<String> then) {
    var answer = season.call(intent.command().service() + "-commands", intent.request());
    switch (answer.status()) {
      case 202 -> then.accept(Json.parse(answer.body()).path("aggregateId").asText());
      case 404, 503 -> agenda.in(SOON, () -> send(intent, then));
      case 409 -> {}
      default -> throw new IllegalStateException(intent + ": " + answer.body());
    }
  }

  private String one(List<String> of) {
    return of.get(random.nextInt(of.size()));
  }

  private static ObjectNode fields() {
    return Json.TOLERANT.createObjectNode();
  }
}
