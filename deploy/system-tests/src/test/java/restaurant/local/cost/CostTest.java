package restaurant.local.cost;

import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.service.Service;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import restaurant.system.Restaurant;

/**
 * What Google bills for each command, query, delivery and tick. No figure changes unseen, and
 * nothing is without one, but a service that is new: its bills are written when somebody asks.
 */
class CostTest {

  private static final Path FILE = Path.of("../docs/cost.tsv");

  private static final boolean WRITE = Boolean.getBoolean("golden.write");

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
    var all = Restaurant.SYSTEM.services();
    var names = all.stream().map(Service::name).collect(Collectors.toSet());
    var known = WRITE ? names : Figures.read(FILE).services();
    var services = all.stream().filter(it -> known.contains(it.name())).toList();

    var figures = new Figures();
    new CommandBills(services, figures).measure();
    new QuietBills(services, figures).measure();
    new ProcessBills(services, figures).measure();
    if (WRITE) {
      figures.write(FILE);
    }
    var written = Figures.read(FILE);
    if (!known.equals(names)) {
      var alone = writers(services);
      written.retain(alone);
      figures.retain(alone);
    }
    var changes = figures.changesSince(written);
    assertTrue(
        changes.isEmpty(),
        () ->
            "The bill has changed. If that is meant, write it anew, and then the tables: "
                + Figures.WRITE
                + " && deploy/generate\n"
                + String.join("\n", changes));
  }

  /** Those that do the same, whatever other services there are. */
  private static Set<String> writers(List<Service> services) {
    return services.stream()
        .filter(Service::isWriter)
        .map(Service::name)
        .collect(Collectors.toSet());
  }
}
