package restaurant.simulation;

import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.simulation.Scenario;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.DomainRules;
import dev.eventfold.simulation.clients.Turn;
import dev.eventfold.simulation.readers.ProjectedReadModel;
import dev.eventfold.simulation.readers.ReadModel;
import dev.eventfold.simulation.views.ViewFold;
import dev.eventfold.simulation.world.Past;
import dev.eventfold.simulation.world.Provider;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import restaurant.system.Restaurant;

/**
 * The restaurant, as the simulator must know it: who wants what there, and what is right. A service
 * of which nothing is told here is simulated by the examples of its OpenAPI document, and its views
 * are compared with what its own projections make of all events.
 */
final class RestaurantScenario implements Scenario {

  /** The services that have a client here, and rules. */
  static final Set<String> TOLD = Set.of("menu", "customers", "orders", "payments");

  private static final Path ROOT = Path.of("../..");

  /** What a service will be. */
  private static final Map<String, Service> NEXT = Map.of("menu", NextMenu.SERVICE);

  /** How often a client wants something of a service that nobody has told of. */
  private static final int UNTOLD = 300;

  private final Topology system;
  private final Topology next;
  private final ExampleCommands examples;
  private final ViewFold fold;
  private final List<ReadModel> readModels;

  RestaurantScenario() {
    this(Restaurant.SYSTEM, ROOT);
  }

  /**
   * @param root of the project, for the OpenAPI documents of services
   */
  RestaurantScenario(Topology system, Path root) {
    this.system = system;
    this.next =
        new Topology(
            system.services().stream().map(it -> NEXT.getOrDefault(it.name(), it)).toList());
    this.examples = new ExampleCommands(system, root, service -> !TOLD.contains(service));
    this.fold = new RestaurantFold(system, next);
    this.readModels =
        Stream.concat(Listing.all(), ProjectedReadModel.all(system, next()).stream())
            .filter(model -> model instanceof Listing || !Listing.isToldOf(model.view()))
            .toList();
  }

  @Override
  public Topology system() {
    return system;
  }

  @Override
  public Optional<Topology> next() {
    return Optional.of(next);
  }

  @Override
  public Set<String> newCommands() {
    return Set.of("bringBackMenuItem");
  }

  @Override
  public Command command(Turn turn) {
    return !examples.isEmpty() && turn.choices().chance(UNTOLD)
        ? examples.one(turn)
        : new RestaurantClient(turn).command();
  }

  @Override
  public Provider provider() {
    return Bank::does;
  }

  @Override
  public DomainRules rules() {
    return new RestaurantRules();
  }

  @Override
  public ViewFold fold() {
    return fold;
  }

  @Override
  public List<ReadModel> readModels() {
    return readModels;
  }

  @Override
  public Optional<Past> past(Choices choices) {
    return Optional.of(LongStreams.one(choices));
  }
}
