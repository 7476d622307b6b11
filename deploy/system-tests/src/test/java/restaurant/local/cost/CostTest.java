package restaurant.local.cost;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What Google bills for each command, query, delivery and tick. No figure changes unseen, and
 * nothing is without one.
 */
class CostTest {

  private static final Path FILE = Path.of("../docs/cost.tsv");

  /** Who may call has tests of its own; and what was lost a moment ago is looked for at once. */
  private static final List<String> SETTINGS = List.of("eventfold.auth", "reconciler.grace");

  @BeforeAll
  static void set() {
    System.setProperty("eventfold.auth", "off");
    System.setProperty("reconciler.grace", "PT0S");
  }

  @AfterAll
  static void unset() {
    SETTINGS.forEach(System::clearProperty);
  }

  @Test
  void everythingIsBilledForWhatIsWritten() throws Exception {
    var figures = new Figures();
    new CommandBills(figures).measure();
    new QuietBills(figures).measure();
    if (Boolean.getBoolean("golden.write")) {
      figures.write(FILE);
    }
    var changes = figures.changesSince(Figures.read(FILE));
    assertTrue(
        changes.isEmpty(),
        () ->
            "The bill has changed. If that is meant, write it anew, and then the tables: "
                + Figures.WRITE
                + " && deploy/generate\n"
                + String.join("\n", changes));
  }
}
