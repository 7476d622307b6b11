package restaurant.local.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.system.Restaurant;

/**
 * An operator who rebuilds every view, repairs and replays, all at the same time and beside
 * everything else.
 */
final class ToolsAtWork {

  /**
   * Whatever comes late is delivered again within minutes, and a rebuild that waits is repeated.
   */
  private static final int REPETITIONS = 8;

  private static final int STORE_UNAVAILABLE = 3;

  private final Operator operator;
  private final AtomicInteger rebuilt = new AtomicInteger();
  private final AtomicInteger repairs = new AtomicInteger();
  private final AtomicInteger replays = new AtomicInteger();
  private final ConcurrentLinkedQueue<String> wrong = new ConcurrentLinkedQueue<>();

  ToolsAtWork(LocalSystem system) {
    this.operator = new Operator(system);
  }

  /** Works until every view was rebuilt and dropped, and each other tool has run at least once. */
  void run() throws Exception {
    var over = new AtomicBoolean();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var beside =
          List.of(
              threads.submit(until(over, this::repair)), threads.submit(until(over, this::replay)));
      var rebuilds =
          Restaurant.SYSTEM.views().keySet().stream()
              .<Future<Void>>map(view -> threads.submit(() -> rebuild(view)))
              .toList();
      try {
        for (var rebuild : rebuilds) {
          rebuild.get();
        }
      } finally {
        over.set(true);
      }
      for (var other : beside) {
        other.get();
      }
    }
  }

  private interface Step {
    void run() throws Exception;
  }

  private static Callable<Void> until(AtomicBoolean over, Step step) {
    return () -> {
      do {
        step.run();
      } while (!over.get());
      return null;
    };
  }

  private Void rebuild(String view) throws Exception {
    var ran = operator.run("rebuild", view);
    for (int again = 1; again < REPETITIONS && ran.status() != 0; again++) {
      ran = operator.run("rebuild", view);
    }
    assertEquals(0, ran.status(), ran.output());
    var dropped = untilTheStoreAnswers("rebuild", view, "--drop");
    assertEquals(0, dropped.status(), dropped.output());
    rebuilt.incrementAndGet();
    return null;
  }

  /** As somebody does who is told that it did not, which a busy machine's store may do. */
  private Operator.Ran untilTheStoreAnswers(String... command) throws Exception {
    var ran = operator.run(command);
    for (int again = 1; again < REPETITIONS && ran.status() == STORE_UNAVAILABLE; again++) {
      ran = operator.run(command);
    }
    return ran;
  }

  /** Nothing was damaged: what is behind may be brought up, and nothing else may be touched. */
  private void repair() throws Exception {
    var ran = operator.run("verify", "--repair", "--grace=PT30S");
    ran.output()
        .lines()
        .filter(line -> line.startsWith("  "))
        .filter(line -> !line.contains(" behind") && !line.contains(" missing"))
        .forEach(wrong::add);
    repairs.incrementAndGet();
  }

  private void replay() throws Exception {
    for (var service : Restaurant.SYSTEM.writers()) {
      var ran = untilTheStoreAnswers("replay", service.name());
      assertEquals(0, ran.status(), ran.output());
    }
    replays.incrementAndGet();
  }

  void assertNothingWasRepairedWrongly() {
    assertEquals(List.of(), List.copyOf(wrong));
    assertEquals(Restaurant.SYSTEM.views().size(), rebuilt.get());
    assertTrue(Stream.of(repairs, replays).allMatch(count -> count.get() > 0));
  }

  @Override
  public String toString() {
    return "%s views rebuilt, %s repairs, %s replays: %d wrong repairs"
        .formatted(rebuilt, repairs, replays, wrong.size());
  }
}
