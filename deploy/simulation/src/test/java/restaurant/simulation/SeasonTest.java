package restaurant.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.operations.Verifier;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.Outcome;
import dev.eventfold.processes.ProcessManager;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import restaurant.payments.Payments;
import restaurant.simulation.Season.Count;
import restaurant.system.Restaurant;

/** Days and nights of the restaurant, three months of them in less than a minute. */
final class SeasonTest {

  private static final Instant START = Instant.parse("2026-03-01T00:00:00Z");

  /** All three months take more than each build has time for, see .ci/run. */
  private static final int DAYS = Integer.getInteger("days", 21);

  private static final Instant END = START.plus(Duration.ofDays(DAYS));

  /** More than a claim is left alone, and than a reconciler waits. */
  private static final Duration AFTERWARDS = Duration.ofHours(6);

  /** Spot checks would take most of the time, and the end compares every document. */
  private static final Map<String, String> SETTINGS =
      Map.of("eventfold.auth", "off", "log.severity", "OFF", "reconciler.spot.checks", "0");

  private final Agenda agenda = new Agenda(START);
  private final Random random = new Random(42);
  private final SeasonBank bank = new SeasonBank(agenda, random);
  private final Map<String, Integer> ends = new TreeMap<>();
  private int decided;

  @BeforeEach
  void settings() {
    SETTINGS.forEach(System::setProperty);
  }

  @AfterEach
  void asBefore() {
    SETTINGS.keySet().forEach(System::clearProperty);
  }

  @Test
  void everythingEndsRight() {
    long start = System.nanoTime();
    var season = new Season(agenda, random, bank);
    var guests = new SeasonGuests(season, agenda, random);
    ProcessManager<?, ?> payments = Payments.SERVICE.manager(season).orElseThrow();
    agenda.every(Duration.ofDays(1), () -> decide(payments));
    agenda.runUntil(END);
    guests.goHome();
    agenda.runUntil(END.plus(AFTERWARDS));
    decide(payments);
    agenda.runUntil(END.plus(AFTERWARDS).plus(AFTERWARDS));

    for (var order : guests.orders()) {
      check(order, events(season, "orders", order), events(season, "payments", order));
    }
    assertViewsAreTheFoldOfTheirEvents(season);
    assertEquals(List.of(), payments.effects().claims(Claim.State.ASKING, ""));
    assertEquals(List.of(), payments.effects().claims(Claim.State.NOT_ASKED, ""));
    assertEquals(List.of(), payments.effects().claims(Claim.State.UNKNOWN, ""));
    System.out.printf(
        "%d days in %.1f s: %d orders %s; %s; bank %s; a person decided %d times%n",
        Duration.between(START, agenda.instant()).toDays(),
        (System.nanoTime() - start) / 1e9,
        guests.orders().size(),
        ends,
        season.counts(),
        bank,
        decided);

    var days =
        guests.orders().stream()
            .map(it -> events(season, "orders", it).getFirst().timestamp())
            .map(it -> it.truncatedTo(ChronoUnit.DAYS))
            .distinct();
    assertTrue(days.count() >= DAYS, "guests come every day");
    for (var end :
        List.of("confirmed", "refused", "refunded", "neverCharged", "notPlaced", "lateButPlaced")) {
      assertTrue(ends.getOrDefault(end, 0) > 0, "no order is " + end);
    }
    for (var what : Count.values()) {
      assertTrue(season.counts().getOrDefault(what, 0) > 0, "no " + what);
    }
    assertTrue(bank.closed() > 0 && bank.lost() > 0 && decided > 0);
  }

  /** Somebody looks each morning what nobody knows, and asks the bank. */
  private void decide(ProcessManager<?, ?> payments) {
    for (var claim : payments.effects().claims(Claim.State.UNKNOWN, "")) {
      JsonNode answer = Json.TOLERANT.createObjectNode().put("seen", "in the bank's book");
      var outcome =
          bank.hasDone(claim.id()) ? new Outcome.Done(answer) : new Outcome.Refused("Not sent.");
      assertTrue(payments.effects().settle(claim.id(), outcome, "operator:ada"));
      decided++;
    }
  }

  private static List<RecordedEvent> events(Season season, String service, String stream) {
    return season.eventStore(service).readAfter(stream, 0, 1_000);
  }

  private void check(String id, List<RecordedEvent> order, List<RecordedEvent> payment) {
    var last = order.getLast();
    var what = id + " " + types(order) + " " + types(payment);
    int charged = bank.done("charge", id);
    int refunded = bank.done("refund", id);
    int receipts = bank.done("receipt", id);
    var end = end(order, payment);
    ends.merge(end, 1, Integer::sum);
    if (isLate(order)) {
      ends.merge("lateButPlaced", 1, Integer::sum);
    }
    var expected =
        switch (end) {
          case "confirmed" -> List.of(1, 0);
          case "refunded" -> List.of(1, 1);
          default -> List.of(0, 0);
        };
    assertEquals(expected, List.of(charged, refunded), what);
    assertEquals(end.equals("confirmed") ? 1 : 0, receipts, what);
    time(payment, "paymentTimedOut")
        .ifPresent(
            late ->
                assertFalse(
                    bank.reached("charge", id).filter(it -> it.isAfter(late)).isPresent(),
                    () -> "asked for what nobody wants any more: " + what));
    assertEquals(1, count(order, "orderPlaced") + (end.equals("notPlaced") ? 1 : 0), what);
    assertTrue(last.version() == order.size(), what);
  }

  /** How an order ended; none may end in another way. */
  private static String end(List<RecordedEvent> order, List<RecordedEvent> payment) {
    return switch (order.getLast().type()) {
      case "orderConfirmed" -> "confirmed";
      case "orderRefunded" -> "refunded";
      case "orderCanceled" ->
          payment.isEmpty()
              ? "notPlaced"
              : count(payment, "paymentTimedOut") == 1 ? "neverCharged" : "refused";
      default -> throw new AssertionError(types(order) + " " + types(payment));
    };
  }

  private static boolean isLate(List<RecordedEvent> order) {
    var deadline = order.getFirst().timestamp().plus(Evening.TIME_TO_PLACE);
    return order.stream()
        .anyMatch(it -> it.type().equals("orderPlaced") && it.timestamp().isAfter(deadline));
  }

  private static Optional<Instant> time(List<RecordedEvent> stream, String type) {
    return stream.stream()
        .filter(event -> event.type().equals(type))
        .map(RecordedEvent::timestamp)
        .findFirst();
  }

  private static long count(List<RecordedEvent> stream, String type) {
    return stream.stream().filter(event -> event.type().equals(type)).count();
  }

  private static List<String> types(List<RecordedEvent> stream) {
    return stream.stream().map(RecordedEvent::type).toList();
  }

  private void assertViewsAreTheFoldOfTheirEvents(Season season) {
    var findings = new HashMap<String, Object>();
    for (var view : Restaurant.SYSTEM.views().entrySet()) {
      var opening = Restaurant.SYSTEM.opening(view.getKey(), season);
      var found =
          new Verifier(
                  view.getValue(),
                  opening,
                  opening.queryStore(),
                  agenda,
                  Duration.ZERO,
                  season.backoff())
              .verify(read -> {});
      if (!found.isEmpty()) {
        findings.put(view.getKey(), found);
      }
    }
    assertEquals(Map.of(), findings);
  }
}
