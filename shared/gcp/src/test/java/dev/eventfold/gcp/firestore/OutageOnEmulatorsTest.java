package dev.eventfold.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.http.Parcels;
import dev.eventfold.operations.Reconciler;
import dev.eventfold.store.TransientFailure;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Everything that was stored for a day was delivered nowhere, and a reconciler in a process of a
 * function's size finds and applies it, run by run. {@code -Doutage.events=10000} for more: the
 * emulator reads the whole collection for every page (more than 5 s at 60,000 events, where
 * Firestore reads an index), so that a day of 300,000 is {@code OutageTest}'s, which keeps them in
 * memory.
 */
@Needs(Needs.Tool.EMULATORS)
class OutageOnEmulatorsTest {

  private static final int EVENTS = Integer.getInteger("outage.events", 200);
  private static final int A_STREAM = 10;
  private static final int RUNS = 10;
  private static final int ATTEMPTS = 10;
  private static final String SERVICE = "outage";

  /**
   * In a process of its own. Prints a line per run, and in the end how much of the heap it took.
   */
  public static void main(String[] arguments) {
    var backend = GoogleBackend.shared();
    var parcels = new Parcels(SERVICE, backend.eventStore(SERVICE), backend.queryStore());
    // Time goes by with what is done, so that runs are as long on any machine.
    var clock = new Instant[] {Instant.now()};
    long most = 0;
    boolean hasMore = true;
    while (hasMore) {
      var start = Instant.now();
      var report =
          new Reconciler(parcels.feed(), backend, backend.queryStore())
              .grace(Duration.ZERO)
              .parallel(backend.parallel())
              .clock(() -> clock[0] = clock[0].plusMillis(1))
              .run(clock[0].plusMillis(EVENTS / RUNS));
      hasMore = report.hasMore();
      var heap = Runtime.getRuntime();
      most = Math.max(most, heap.totalMemory() - heap.freeMemory());
      System.out.printf(
          "run: %d events, %d repaired, %d stuck, %d s, %d MiB used%n",
          report.events(),
          report.repaired(),
          report.stuck(),
          Duration.between(start, Instant.now()).toSeconds(),
          most >> 20);
    }
    System.exit(0);
  }

  @Test
  void aDayIsReconciledRunByRunInTheMemoryOfAFunction() throws Exception {
    var project = SharedEmulators.newProject();
    var emulators = SharedEmulators.get();
    var backend =
        new GoogleBackend(
            new Clients(
                project,
                Optional.of(emulators.firestore()),
                Optional.of(emulators.pubsub()),
                List.of()));
    var parcels = new Parcels(SERVICE, backend.eventStore(SERVICE), backend.queryStore());
    store(parcels);

    var process =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-Xmx512m",
            "-Doutage.events=" + EVENTS,
            "-cp",
            Optional.ofNullable(System.getProperty("surefire.test.class.path"))
                .orElse(System.getProperty("java.class.path")),
            OutageOnEmulatorsTest.class.getName());
    process.environment().put("GOOGLE_CLOUD_PROJECT", project);
    process.environment().put("FIRESTORE_EMULATOR_HOST", emulators.firestore());
    process.environment().put("PUBSUB_EMULATOR_HOST", emulators.pubsub());
    var started = process.redirectErrorStream(true).start();
    var said = started.inputReader().lines().peek(System.out::println).toList();
    assertEquals(0, started.waitFor(), () -> String.join("\n", said));
    var runs = said.stream().filter(line -> line.startsWith("run: ")).toList();

    assertTrue(runs.size() >= RUNS, runs::toString);
    assertTrue(runs.stream().noneMatch(run -> run.contains(" 0 events")), runs::toString);
    for (int n = 0; n < EVENTS / A_STREAM; n++) {
      assertEquals(A_STREAM, parcels.applied("p" + n), "p" + n);
    }
  }

  private static void store(Parcels parcels) throws Exception {
    try (var threads = Executors.newFixedThreadPool(8)) {
      var appended =
          IntStream.range(0, EVENTS / A_STREAM)
              .<Future<?>>mapToObj(n -> threads.submit(() -> append(parcels, "p" + n)))
              .toList();
      for (var append : appended) {
        append.get();
      }
    }
  }

  /** Until it is stored: a busy machine's emulator may take longer than a call may. */
  private static void append(Parcels parcels, String id) {
    for (int attempt = 1; ; attempt++) {
      try {
        parcels.append(id, "ann", 1, A_STREAM);
        return;
      } catch (TransientFailure slow) {
        if (attempt == ATTEMPTS) {
          throw slow;
        }
      }
    }
  }
}
