package restaurant.simulation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.projections.Projection;
import dev.eventfold.simulation.Campaign;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.clients.Command;
import dev.eventfold.simulation.clients.Known;
import dev.eventfold.simulation.clients.Turn;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import restaurant.audit.Audit;
import restaurant.system.Restaurant;

/** A service that is new in the system is simulated at once, by the examples of its API. */
final class UntoldServiceTest {

  private static final long SEEDS = 100;

  private static final String EXAMPLES =
      """
      paths:
        /parking/commands:
          post:
            requestBody:
              content:
                application/json:
                  examples:
                    parkCar:
                      value: {type: parkCar, payload: {customerId: f9662ef4-f22c-5f68-979e-a45c63eb6d3f}}
                    driveOff:
                      value: {type: driveOff, aggregateId: 9d2c5d2e-58a1-5d0e-8f0c-0f5d6ef3a001}
                    driveOffBackwards:
                      value: {type: driveBackwards, aggregateId: 9d2c5d2e-58a1-5d0e-8f0c-0f5d6ef3a001}
            responses:
              '400':
                content:
                  application/json:
                    examples:
                      driveOffBackwards: {value: {status: 400}}
      """;

  @TempDir Path root;

  @BeforeEach
  void documents() throws IOException {
    for (var service : Restaurant.SYSTEM.writers()) {
      var text = Files.readString(Path.of("../../functions", service.name(), "openapi.yaml"));
      write(service.name(), text);
    }
    write("parking", EXAMPLES);
  }

  private void write(String service, String text) throws IOException {
    var folder = Files.createDirectories(root.resolve("functions").resolve(service));
    Files.writeString(folder.resolve("openapi.yaml"), text);
  }

  @Test
  void noScheduleBreaksIt() {
    var result = Campaign.of(scenario(new Parking.FromParking())).run(SEEDS);

    assertEquals(Optional.empty(), result.failure());
    assertEquals(SEEDS, result.runs());
  }

  @Test
  void whatIsWrongInItIsFound() {
    Projection<Parking.Event, Parking.Car> wrong =
        (id, car, event) ->
            Optional.of(new Parking.Car(((Parking.Event.Parked) event.event()).customerId(), true));

    var failure = Campaign.of(scenario(wrong)).run(SEEDS).failure().orElseThrow();

    assertTrue(
        failure.violation().detail().contains("carDroveOff")
            || failure.violation().detail().contains("ClassCastException"),
        failure::toString);
  }

  @Test
  void itsExamplesComeWithIdsThatAnswersToldOf() {
    var known = new Known();
    known.learn("customers", "ann", 1);
    known.learn("parking", "car", 1);
    var examples = new ExampleCommands(system(new Parking.FromParking()), root, "parking"::equals);

    var wanted = new HashSet<Command>();
    for (long seed = 0; seed < 20; seed++) {
      wanted.add(examples.one(new Turn("client", 1, known, Choices.of(seed), false)));
    }

    assertEquals(Set.of("parkCar", "driveOff"), types(wanted));
    assertTrue(
        wanted.stream()
            .allMatch(
                it ->
                    it.aggregateId().map("car"::equals).orElse(true)
                        && it.field("customerId").asText("ann").equals("ann")),
        wanted::toString);
  }

  @Test
  void whereNothingIsThereYetSomethingIsMade() {
    var examples = new ExampleCommands(system(new Parking.FromParking()), root, "parking"::equals);

    var first = examples.one(new Turn("client", 1, new Known(), Choices.of(1), false));

    assertEquals("parkCar", first.type());
  }

  @Test
  void oneWithoutExamplesIsRefused() throws IOException {
    write("parking", "paths: {}");
    var system = system(new Parking.FromParking());

    assertThrows(
        IllegalStateException.class, () -> new ExampleCommands(system, root, "parking"::equals));
  }

  @Test
  void theServicesThatAreToldOfHaveExamplesToo() {
    for (var service : Restaurant.SYSTEM.writers()) {
      if (RestaurantScenario.TOLD.contains(service.name()) && service.commandTypes().isPresent()) {
        var examples = new ExampleCommands(Restaurant.SYSTEM, root, service.name()::equals);
        assertFalse(examples.isEmpty(), service.name());
      }
    }
  }

  private static Set<String> types(Set<Command> commands) {
    var types = new HashSet<String>();
    commands.forEach(command -> types.add(command.type()));
    return types;
  }

  private RestaurantScenario scenario(Projection<Parking.Event, Parking.Car> projection) {
    return new RestaurantScenario(system(projection), root);
  }

  private static Topology system(Projection<Parking.Event, Parking.Car> projection) {
    var writers =
        Stream.concat(Restaurant.SYSTEM.writers().stream(), Stream.of(Parking.service(projection)))
            .toList();
    var log = Audit.of(writers.stream().map(Service::name).toList(), Audit.retention());
    return new Topology(Stream.of(writers, List.of(log)).flatMap(List::stream).toList());
  }
}
