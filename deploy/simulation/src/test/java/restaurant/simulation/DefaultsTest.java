package restaurant.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.gcp.service.Topology;
import dev.eventfold.simulation.Campaign;
import dev.eventfold.simulation.Scenario;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.Turn;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What the simulator makes of the restaurant where nobody tells it what is right there. */
final class DefaultsTest {

  private static final long SEEDS = 100;

  @Test
  void theProjectionsOfTheRestaurantAreRightByThemselves() {
    assertEquals(Optional.empty(), Campaign.of(new Untold()).run(SEEDS).failure());
  }

  /** Views of several feeds, a log, and a next release that changes one of them. */
  private static final class Untold implements Scenario {

    private final Scenario restaurant = new RestaurantScenario();

    @Override
    public Topology system() {
      return restaurant.system();
    }

    @Override
    public Optional<Topology> next() {
      return restaurant.next();
    }

    @Override
    public Set<String> newCommands() {
      return restaurant.newCommands();
    }

    @Override
    public Command command(Turn turn) {
      return restaurant.command(turn);
    }
  }
}
