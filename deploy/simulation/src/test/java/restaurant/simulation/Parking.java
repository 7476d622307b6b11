package restaurant.simulation;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandTypes;
import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.gcp.commands.CommandAccess;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import restaurant.menu.MenuFunction;
import restaurant.menu.MenuPublisher;

/** A service that the simulator is told nothing of: cars come, for a customer, and drive off. */
final class Parking {

  sealed interface Command {

    CommandTypes<Command> TYPES =
        new CommandTypes<Command>()
            .creates("parkCar", Park.class)
            .changes("driveOff", DriveOff.class);

    record Park(String customerId) implements Command {}

    record DriveOff() implements Command {}
  }

  sealed interface Event {

    EventTypes<Event> TYPES =
        EventTypes.<Event>own().add("carParked", Parked.class).add("carDroveOff", DroveOff.class);

    record Parked(String customerId) implements Event {}

    record DroveOff() implements Event {}
  }

  enum State {
    NONE,
    PARKED,
    GONE
  }

  record Car(String customerId, boolean isHere) {

    static final View<Car> VIEW =
        new View<>("cars", Car.class, car -> Map.of("customerId", car.customerId()));
  }

  private static final class Rules implements Decider<Command, Event, State> {

    @Override
    public State initial() {
      return State.NONE;
    }

    @Override
    public List<Event> decide(State state, Command command) {
      return switch (command) {
        case Command.Park(var customerId) -> List.of(new Event.Parked(customerId));
        case Command.DriveOff driveOff ->
            switch (state) {
              case NONE -> throw Rejection.notFound("Car not found.");
              case PARKED -> List.of(new Event.DroveOff());
              case GONE -> throw Rejection.conflict("The car is gone.");
            };
      };
    }

    @Override
    public State evolve(State state, Event event) {
      return event instanceof Event.Parked ? State.PARKED : State.GONE;
    }
  }

  /** What shows a car. */
  static final class FromParking implements Projection<Event, Car> {

    @Override
    public Optional<Car> evolve(String id, Optional<Car> car, TypedEvent<Event> event) {
      return switch (event.event()) {
        case Event.Parked(var customerId) -> Optional.of(new Car(customerId, true));
        case Event.DroveOff gone -> car.map(it -> new Car(it.customerId(), false));
      };
    }
  }

  private Parking() {}

  static Service service(Projection<Event, Car> projection) {
    var cars = Feed.of(Car.VIEW, "parking", Event.TYPES, projection);
    return Service.named("parking")
        .decides(Aggregate.of(new Rules(), Event.TYPES), Command.TYPES, CommandAccess.staff())
        .fedBy(cars)
        .answers(Resource.at("/parking/cars", cars).filter("customerId", Kind.TEXT).build())
        .runAs(MenuFunction.class, MenuPublisher.class);
  }
}
