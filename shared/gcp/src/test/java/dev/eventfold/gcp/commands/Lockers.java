package dev.eventfold.gcp.commands;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandTypes;
import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.commands.Rules;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.events.EventTypes;
import dev.eventfold.gcp.http.Caller;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.Reservation;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service whose commands can be refused for every reason that there is. */
final class Lockers {

  sealed interface Command {}

  /** Everybody rents for themselves, under a label that nobody else has. */
  record Rent(String renter, String label, int days) implements Command {}

  record Fill(String content, int copies, Map<String, String> notes) implements Command {}

  /** Staff alone may. */
  record Inspect() implements Command {}

  sealed interface Event {}

  record Rented(String renter, String label) implements Event {}

  record Filled(String content) implements Event {}

  private static final int MAX_LABEL = 40;

  private static final CommandTypes<Command> TYPES =
      new CommandTypes<Command>()
          .creates("rent", Rent.class)
          .changes("fill", Fill.class)
          .changes("inspect", Inspect.class);

  private static final EventTypes<Event> EVENTS =
      EventTypes.<Event>own().add("rented", Rented.class).add("filled", Filled.class);

  /** The state is how often something happened to the locker. */
  private record Locker() implements Decider<Command, Event, Integer> {

    @Override
    public Integer initial() {
      return 0;
    }

    @Override
    public List<Event> decide(Integer state, Command command) {
      return switch (command) {
        case Rent(var renter, var label, var days) -> {
          new Rules()
              .text(label, "label", "Label", MAX_LABEL)
              .that(days > 0, "days", "Days must be at least one.")
              .check();
          yield List.of(new Rented(renter, label));
        }
        case Fill(var content, var copies, var notes) -> {
          if (state == 0) {
            throw Rejection.notFound("Locker not found.");
          }
          if (state > 1) {
            throw Rejection.conflict("Locker must be empty.");
          }
          yield List.of(new Filled(content.repeat(copies)));
        }
        case Inspect inspect -> List.of();
      };
    }

    @Override
    public Integer evolve(Integer state, Event event) {
      return state + 1;
    }
  }

  private static final class Access implements CommandAccess<Command> {
    @Override
    public void mayActOn(Caller caller, Optional<String> locker) {
      if (locker.filter("of-the-house"::equals).isPresent()) {
        caller.mustBeStaff();
      }
    }

    @Override
    public void mayAskFor(Caller caller, String locker, Command command) {
      switch (command) {
        case Rent rent when rent.renter().isEmpty() ->
            caller.mayNotGive("renter", "Renter must be you.");
        case Rent rent -> caller.mustOwn(rent.renter());
        case Fill fill -> {}
        case Inspect inspect -> caller.mustBeStaff();
      }
    }
  }

  private Lockers() {}

  private static List<Reservation> claims(Event event) {
    return switch (event) {
      case Rented(var renter, var label) ->
          List.of(new Reservation("label", label, "Label is already taken."));
      case Filled filled -> List.of();
    };
  }

  static HttpCommands<Command, Command> commands(EventStore store) {
    var locker = Aggregate.of(new Locker(), EVENTS).reserving(Lockers::claims);
    return new HttpCommands<>(
        "lockers",
        "/lockers",
        TYPES,
        CommandPolicy.of(new Access()),
        CommandHandler.of("lockers", locker, store).retries(RetryPolicy.RACES.with(attempt -> {})));
  }
}
