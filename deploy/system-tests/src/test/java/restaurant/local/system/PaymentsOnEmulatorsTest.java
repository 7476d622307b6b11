package restaurant.local.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.ProcessManager;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.Outcome;
import restaurant.local.Waiting;
import restaurant.local.bank.Bank;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.EmulatorPlatform;
import restaurant.local.platform.Platform;
import restaurant.payments.Payments;

/**
 * Orders are paid on the emulators while a bank loses every third answer, reactors and timers are
 * killed, deliveries come twice or late, and an operator replays and rebuilds: by the bank's own
 * book, nobody is charged twice, and no receipt is sent twice. As many orders as {@code -Dorders}.
 */
@Needs(Needs.Tool.SDK)
@Tag("campaign")
class PaymentsOnEmulatorsTest {

  private static final int ORDERS = Integer.getInteger("orders", 100);

  /** Forty kills at most: each takes seconds of a processor to start again. */
  private static final int ORDERS_PER_KILL = Math.max(5, ORDERS / 40);

  private static final int KILLS = ORDERS / ORDERS_PER_KILL;
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  /** A replay delivers everything anew, so that each round is more work than the one before. */
  private static final int ROUNDS_OF_TOOLS = 4;

  /** A rebuild waits twice, and a drop once, for what is on its way. */
  private static final Duration A_ROUND_OF_TOOLS = Duration.ofMinutes(10);

  private static final Bank.Manner LOSING = new Bank.Manner(0.3, 7, Duration.ofMinutes(15));

  /**
   * Whoever was killed is followed soon; on a busy machine, a claim must not be over before its
   * call.
   */
  private static final Map<String, String> LEASE = Map.of("EFFECT_LEASE", "PT3S");

  private static final Set<FunctionKind> KILLED = Set.of(FunctionKind.REACTOR, FunctionKind.TIMER);

  private final AtomicBoolean over = new AtomicBoolean();
  private final AtomicInteger replays = new AtomicInteger();
  private final AtomicInteger rebuilds = new AtomicInteger();

  @Test
  void eachPlacedOrderIsChargedOnceAndEachReceiptIsKnownOrInDoubt() throws Exception {
    var chaos = Chaos.parse("duplicate=0.3,reorder=0.2,drop=0.1,error=0.05,seed=42");
    var options =
        new LocalSystem.Options(Platform.Choice.SDK, 0, true, Deliveries.Manner.GOOD.with(chaos))
            .with(LOSING);
    long start = System.nanoTime();
    try (var launcher = new SomeInTheirOwnProcesses(KILLED, LEASE);
        var system = LocalSystem.start(options, launcher);
        var client = new Client(system.uri());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var guests = new PayingGuests(client);
      var kills = threads.submit(() -> kill(system, guests));
      var operator = new Operator(system, A_ROUND_OF_TOOLS);
      var tools =
          List.of(
              threads.submit(
                  () -> replayAndRebuild(operator, guests, "orders", "orders-deadlines")),
              threads.submit(() -> replayAndRebuild(operator, guests, "payments", "payments")));
      var orders = guests.order(ORDERS);
      over.set(true);
      int killed = get(kills, PATIENCE);
      for (var tool : tools) {
        get(tool, A_ROUND_OF_TOOLS);
      }

      var payments = Payments.SERVICE.manager(backend(system)).orElseThrow();
      until(() -> isSettled(payments), "nothing is under way");
      var outcome = new Outcome(backend(system));
      outcome.assertEveryViewBecomesTheFoldOfItsEvents(system::reconcile);
      var doubts = doubts(operator);
      check(client, guests, orders, new Book(system.bank().orElseThrow()), doubts);
      var verified = new Operator(system).run("verify", "--grace=PT0S");
      assertEquals(0, verified.status(), verified.output());
      System.out.printf(
          "%d orders, %d SIGKILLs, %s, %s replays, %s rebuilds, %d receipts in doubt, %.0f s%n",
          ORDERS,
          killed,
          system.platform().deliveries().injected(),
          replays,
          rebuilds,
          doubts.size(),
          (System.nanoTime() - start) / 1e9);
    }
  }

  /** One of them for every few orders that are placed. */
  private int kill(LocalSystem system, PayingGuests guests) throws InterruptedException {
    var dice = new Random(7);
    var names =
        system.functions().stream()
            .map(function -> function.row())
            .filter(row -> KILLED.contains(row.kind()))
            .map(row -> row.name())
            .toList();
    int kills = 0;
    while (kills < KILLS) {
      guests.awaitPlaced((kills + 1) * ORDERS_PER_KILL);
      until(() -> system.crash(names.get(dice.nextInt(names.size()))), "one that runs is killed");
      kills++;
    }
    return kills;
  }

  private Void replayAndRebuild(Operator operator, PayingGuests guests, String service, String view)
      throws Exception {
    for (int round = 0; round < ROUNDS_OF_TOOLS && !over.get(); round++) {
      guests.awaitPlaced(round * ORDERS / ROUNDS_OF_TOOLS);
      untilItIsDone(operator, "replay", service);
      replays.incrementAndGet();
      untilItIsDone(operator, "rebuild", view);
      untilItIsDone(operator, "rebuild", view, "--drop");
      rebuilds.incrementAndGet();
    }
    return null;
  }

  /** A busy machine's store may not answer, and a rebuild that waits is repeated. */
  private static void untilItIsDone(Operator operator, String... command) throws Exception {
    var ran = operator.run(command);
    for (int again = 1; again < 8 && ran.status() != 0; again++) {
      ran = operator.run(command);
    }
    assertEquals(0, ran.status(), ran.output());
  }

  /** What the bank says that it has done, by order. */
  private record Book(Map<String, Map<String, Integer>> done) {

    Book(Bank bank) {
      this(
          bank.book().stream()
              .collect(
                  Collectors.groupingBy(
                      Bank.Entry::effect,
                      Collectors.groupingBy(
                          Bank.Entry::orderId, Collectors.summingInt(Bank.Entry::times)))));
    }

    int times(String effect, String order) {
      return done.getOrDefault(effect, Map.of()).getOrDefault(order, 0);
    }
  }

  private static void check(
      Client client,
      PayingGuests guests,
      List<PayingGuests.Order> orders,
      Book book,
      List<Doubt> doubts) {
    var inDoubt = new HashSet<String>();
    for (var doubt : doubts) {
      assertEquals("receipt", doubt.effect());
      assertTrue(inDoubt.add(doubt.order()), () -> doubt + " is there twice");
    }
    int known = 0;
    for (var order : orders) {
      var id = order.id();
      assertEquals(order.isPayable() ? "confirmed" : "canceled", guests.status(order), id);
      assertEquals(order.isPayable() ? 1 : 0, book.times("charge", id), id);
      assertEquals(0, book.times("refund", id), id);
      assertTrue(book.times("receipt", id) <= 1, () -> "two receipts of " + id);
      var receipt = client.get("/payments/" + id).json().path("receipt").asText();
      boolean isKnown = receipt.equals("sent");
      assertEquals(order.isPayable() && !isKnown, inDoubt.contains(id), id);
      assertTrue(!isKnown || book.times("receipt", id) == 1, id);
      known += isKnown ? 1 : 0;
    }
    assertTrue(known > 0 && !inDoubt.isEmpty(), "some receipts are known, and some in doubt");
  }

  private static boolean isSettled(ProcessManager<?, ?> payments) {
    return payments.effects().claims(Claim.State.ASKING, "").isEmpty()
        && payments.effects().claims(Claim.State.NOT_ASKED, "").isEmpty();
  }

  /** A receipt or a charge of which nobody knows whether it was made. */
  private record Doubt(String effect, String order) {

    private static final Pattern LINE =
        Pattern.compile("^  ! UNKNOWN +[0-9a-f-]{36}  (\\w+) of (\\S+) ", Pattern.MULTILINE);
  }

  /** All that an operator is shown. */
  private static List<Doubt> doubts(Operator operator) throws Exception {
    var listed = operator.run("processes", "list", "payments", "--most=1000").output();
    return Doubt.LINE
        .matcher(listed)
        .results()
        .map(line -> new Doubt(line.group(1), line.group(2)))
        .toList();
  }

  private static GoogleBackend backend(LocalSystem system) {
    var emulators = ((EmulatorPlatform) system.platform()).emulators();
    return new GoogleBackend(
        new Clients(
            system.project(),
            Optional.of(emulators.firestore()),
            Optional.of(emulators.pubsub()),
            List.of()));
  }

  private static <T> T get(Future<T> work, Duration patience) throws Exception {
    return work.get(patience.toSeconds(), TimeUnit.SECONDS);
  }

  private static void until(BooleanSupplier condition, String what) {
    Waiting.until(condition, () -> what, PATIENCE, Duration.ofMillis(200));
  }
}
