package restaurant.local.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Emulators;
import dev.eventfold.emulators.Needs;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.Outcome;
import restaurant.local.Traffic;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.EmulatorPlatform;
import restaurant.local.platform.Platform;
import restaurant.system.Restaurant;

/** The cloud's worst day, on the emulators: nothing is lost, and nothing is applied twice. */
class ChaosTest {

  /** A campaign takes more, see .ci/run. */
  private static final int COMMANDS = Integer.getInteger("chaos.commands", 200);

  private static final int KILLS = COMMANDS / 100;

  /** Takes minutes. */
  private static final boolean WITH_TOOLS = Boolean.getBoolean("chaos.tools");

  private static Emulators emulators(LocalSystem system) {
    return ((EmulatorPlatform) system.platform()).emulators();
  }

  private static GoogleBackend backend(LocalSystem system) {
    var emulators = emulators(system);
    return new GoogleBackend(
        new Clients(
            system.project(),
            java.util.Optional.of(emulators.firestore()),
            java.util.Optional.of(emulators.pubsub()),
            List.of()));
  }

  private static LocalSystem start(boolean isolate, Chaos chaos) throws Exception {
    return LocalSystem.start(
        new LocalSystem.Options(
            Platform.Choice.SDK, 0, isolate, Deliveries.Manner.GOOD.with(chaos)));
  }

  /** Kills functions, one after another, until it has been enough and traffic is over. */
  private static int kill(LocalSystem system, AtomicBoolean over) {
    var dice = new Random(7);
    var names = system.functions().stream().map(function -> function.row().name()).toList();
    int kills = 0;
    while (kills < KILLS || !over.get()) {
      if (system.crash(names.get(dice.nextInt(names.size())))) {
        kills++;
      }
    }
    return kills;
  }

  /** Firestore stands still: nobody is refused, and nobody gets an answer. */
  private static void freeze(Emulators emulators, int seconds) throws Exception {
    var pid = Long.toString(emulators.firestoreProcess().pid());
    assertEquals(0, new ProcessBuilder("kill", "-STOP", pid).start().waitFor());
    TimeUnit.SECONDS.sleep(seconds);
    assertEquals(0, new ProcessBuilder("kill", "-CONT", pid).start().waitFor());
  }

  @BeforeEach
  void soon() {
    System.setProperty("reconciler.grace", "PT10S");
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("reconciler.grace");
  }

  @Needs(Needs.Tool.SDK)
  @Test
  void nothingIsLostAndNothingAppliedTwice() throws Exception {
    var chaos = Chaos.parse("duplicate=0.3,reorder=0.3,drop=0.1,error=0.05,seed=42");
    try (var system = start(true, chaos);
        var client = new Client(system.uri());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var traffic = new Traffic(client, 1, true);
      var over = new AtomicBoolean();
      Future<Integer> kills = threads.submit(() -> kill(system, over));
      var tools = new ToolsAtWork(system);
      var working =
          threads.submit(
              () -> {
                if (WITH_TOOLS) {
                  tools.run();
                }
                return null;
              });
      while (traffic.commands() < COMMANDS || !working.isDone()) {
        traffic.run(50);
      }
      over.set(true);
      working.get();
      if (WITH_TOOLS) {
        tools.assertNothingWasRepairedWrongly();
      }
      assertTrue(kills.get() >= KILLS);

      assertEquals(List.of(), traffic.failures());
      var outcome = new Outcome(backend(system));
      outcome.assertHistoryIsWhatWasAccepted(traffic);
      outcome.assertEveryViewBecomesTheFoldOfItsEvents();
      var verified = new Operator(system).run("verify", "--grace=PT0S");
      assertEquals(0, verified.status(), verified.output());
      System.out.printf(
          "%d commands, %d accepted, %d SIGKILLs, %s, %s: 0 lost, 0 twice%n%s%n",
          traffic.commands(),
          traffic.accepted().size(),
          kills.get(),
          system.platform().deliveries().injected(),
          tools,
          verified.output());
    }
  }

  /** What an emulator that stood still forgot to trigger is a loss outside anybody's reach. */
  @Needs(Needs.Tool.SDK)
  @Tag("campaign")
  @Test
  void whatFirestoreForgotIsRepairedByTheReconciler() throws Exception {
    try (var system = start(false, Chaos.NONE);
        var client = new Client(system.uri());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var traffic = new Traffic(client, 3, true);
      var running =
          threads.submit(
              () -> {
                traffic.run(150);
                return null;
              });
      for (int times = 0; times < 3; times++) {
        freeze(emulators(system), 3);
      }
      running.get();
      assertEquals(List.of(), traffic.failures());
      var outcome = new Outcome(backend(system));
      outcome.assertHistoryIsWhatWasAccepted(traffic);
      outcome.assertEveryViewBecomesTheFoldOfItsEvents(system::reconcile);
    }
  }

  @Needs(Needs.Tool.SDK)
  @Tag("campaign")
  @Test
  void whatPubSubForgotIsRepairedByAReplay() throws Exception {
    try (var system = start(false, Chaos.NONE);
        var client = new Client(system.uri())) {
      var traffic = new Traffic(client, 2, true);
      traffic.run(50);
      emulators(system).restartPubSub();
      system.reconnect();
      traffic.run(50);
      assertEquals(List.of(), traffic.failures());
      var operator = new Operator(system);
      for (var service : Restaurant.SYSTEM.writers()) {
        var replayed = operator.run("replay", service.name());
        assertEquals(0, replayed.status(), replayed.output());
      }
      var outcome = new Outcome(backend(system));
      outcome.assertHistoryIsWhatWasAccepted(traffic);
      outcome.assertEveryViewBecomesTheFoldOfItsEvents();
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          duplicate=2 | duplicate must be a number from 0 to 1, not "2".
          drop=often | drop must be a number from 0 to 1, not "often".
          seed=x | seed must be a number, not "x".
          flood=1 | "flood=1" must be one of crash, drop, duplicate, error, reorder, seed, with = and a number.
          """)
  void chaosThatMakesNoSenseIsRefused(String text, String sentence) {
    var refused = assertThrows(IllegalArgumentException.class, () -> Chaos.parse(text));
    assertEquals(sentence, refused.getMessage());
  }
}
