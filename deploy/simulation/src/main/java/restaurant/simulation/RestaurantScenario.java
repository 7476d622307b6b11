package restaurant.simulation;

import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.simulation.Scenario;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.DomainRules;
import dev.eventfold.simulation.clients.Turn;
import dev.eventfold.simulation.readers.ReadModel;
import dev.eventfold.simulation.views.ViewFold;
import dev.eventfold.simulation.world.Past;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import restaurant.system.Restaurant;

/** The restaurant, as the simulator must know it: who wants what there, and what is right. */
final class RestaurantScenario implements Scenario {

  /** What a service will be. */
  private static final Map<String, Service> NEXT = Map.of("menu", NextMenu.SERVICE);

  private static final Topology NEXT_SYSTEM =
      new Topology(
          Restaurant.SYSTEM.services().stream()
              .map(it -> NEXT.getOrDefault(it.name(), it))
              .toList());

  @Override
  public Topology system() {
    return Restaurant.SYSTEM;
  }

  @Override
  public Optional<Topology> next() {
    return Optional.of(NEXT_SYSTEM);
  }

  @Override
  public Set<String> newCommands() {
    return Set.of("bringBackMenuItem");
  }

  @Override
  public Command command(Turn turn) {
    return new Guest(turn).command();
  }

  @Override
  public DomainRules rules() {
    return new RestaurantRules();
  }

  @Override
  public ViewFold fold() {
    return new RestaurantFold();
  }

  /** The menu twice, because readers look there most. */
  @Override
  public List<ReadModel> readModels() {
    return List.of(
        Listing.DISHES, Listing.ORDERS, Listing.DISHES, Listing.CUSTOMERS, Listing.AUDIT);
  }

  @Override
  public Optional<Past> past(Choices choices) {
    return Optional.of(LongStreams.one(choices));
  }
}
