package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import restaurant.gcloud.google.Call;
import restaurant.gcloud.google.ControlPlane;
import restaurant.gcloud.google.ControlPlane.Trouble;

/**
 * A first deploy through what Google has been seen to say, drawn by a seed. It ends deployed, or
 * says what to do; and the next run, on a good day, finishes what it left. One seed; {@code
 * -Ddeploys=200} for more, {@code -Ddeploy.seed=7} where they begin.
 */
@Needs({Needs.Tool.GCLOUD, Needs.Tool.JQ, Needs.Tool.CURL, Needs.Tool.EMULATORS})
class CampaignTest {

  private static final List<SeenError> SEEN = SeenError.all();

  @TempDir static Path folder;

  private static int stopped;
  private static int met;

  @AfterAll
  static void tell() {
    System.out.printf("CampaignTest: %d errors met, %d deploys stopped by one.%n", met, stopped);
  }

  static LongStream seeds() {
    long first = Long.getLong("deploy.seed", 0);
    return LongStream.range(first, first + Long.getLong("deploys", 1));
  }

  /** One call in 30 meets something; what does not pass by itself, in one deploy of two. */
  private static final class BadDay {

    private final Random random;
    private boolean fatal;

    BadDay(long seed) {
      // Of seeds in a row, Random's first numbers are nearly the same.
      random = new Random(seed * 0x9E3779B97F4A7C15L);
      fatal = random.nextBoolean();
    }

    Optional<Trouble> of(Call call) {
      if (random.nextInt(30) > 0) {
        return Optional.empty();
      }
      boolean passes = !fatal || random.nextInt(5) > 0;
      var may =
          SEEN.stream()
              .filter(seen -> seen.passes() == passes)
              .filter(seen -> List.of(call.api(), "any").contains(seen.api()))
              // That something is not there is the answer to a question, and no failure.
              .filter(seen -> !call.isRead() || seen.httpStatus() != 404)
              .toList();
      if (may.isEmpty()) {
        return Optional.empty();
      }
      fatal &= passes;
      met++;
      var seen = may.get(random.nextInt(may.size()));
      return Optional.of(
          new Trouble(seen.httpStatus(), seen.name(), seen.text(), random.nextBoolean()));
    }
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void aBadDayEndsDeployedOrSaysWhatToDo(long seed) {
    try (var google = new ControlPlane(SharedEmulators.get().pubsub())) {
      var scripts = new Scripts(folder, google.port()).set("SERVICES", "menu");
      google.trouble(new BadDay(seed)::of);
      var first = scripts.run("deploy");
      if (first.status() != 0) {
        stopped++;
        var last = first.output().strip().lines().toList().getLast();
        assertTrue(
            last.matches(
                "deploy: step [a-z]+ failed; run it again and it goes on where it stopped"),
            first.output());
        assertTrue(first.output().contains("\nfailed: "), first.output());
      }

      google.trouble(call -> Optional.empty());
      google.google().settle();
      scripts.run("deploy").mustPass();
      assertEquals(Golden.of("inventory-menu.txt"), Inventory.of(google.google()), first.output());
    }
  }
}
