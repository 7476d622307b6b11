package dev.eventfold.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.Decider;
import dev.eventfold.events.EventTypes;
import dev.eventfold.json.Json;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A seat in a theatre, by what becomes of it. It is held because somebody wants it, charged for,
 * and given back when it is not paid in time; a paid one has its ticket mailed, once at most.
 *
 * @param status "", "held", "free", "paid", "mailed" or "not mailed"
 */
record Seat(String status) {

  static final Duration TIME_TO_PAY = Duration.ofMinutes(10);

  /** What the box office says, of which a theatre knows this much. */
  record Wanted(int price) {}

  static final EventTypes<Wanted> OFFICE = EventTypes.<Wanted>foreign().add("wanted", Wanted.class);

  sealed interface Command {
    record Hold(int price) implements Command {}

    record GiveBack() implements Command {}

    record Charged(Outcome outcome) implements Command {}

    record Mailed(Outcome outcome) implements Command {}
  }

  sealed interface Event {
    record Held(int price) implements Event {}

    record GivenBack() implements Event {}

    record Paid(String receipt) implements Event {}

    record NotPaid(String reason) implements Event {}

    record TicketMailed() implements Event {}

    record TicketNotMailed(String reason) implements Event {}
  }

  static final EventTypes<Event> TYPES =
      EventTypes.<Event>own()
          .add("held", Event.Held.class)
          .add("givenBack", Event.GivenBack.class)
          .add("paid", Event.Paid.class)
          .add("notPaid", Event.NotPaid.class)
          .add("ticketMailed", Event.TicketMailed.class)
          .add("ticketNotMailed", Event.TicketNotMailed.class);

  private static final class Rules implements Decider<Command, Event, Seat> {

    @Override
    public Seat initial() {
      return new Seat("");
    }

    @Override
    public List<Event> decide(Seat seat, Command command) {
      return switch (command) {
        case Command.Hold(var price) ->
            seat.status().isEmpty() ? List.of(new Event.Held(price)) : List.of();
        case Command.GiveBack() ->
            seat.status().equals("held") ? List.of(new Event.GivenBack()) : List.of();
        case Command.Charged(Outcome.Done(var answer)) ->
            answer.path("silent").asBoolean()
                ? List.of()
                : List.of(new Event.Paid(answer.path("receipt").asText()));
        case Command.Charged(Outcome.Refused(var reason)) -> List.of(new Event.NotPaid(reason));
        case Command.Mailed(Outcome.Done done) -> List.of(new Event.TicketMailed());
        case Command.Mailed(Outcome.Refused(var reason)) ->
            List.of(new Event.TicketNotMailed(reason));
      };
    }

    @Override
    public Seat evolve(Seat seat, Event event) {
      return new Seat(
          switch (event) {
            case Event.Held held -> "held";
            case Event.GivenBack given -> "free";
            case Event.Paid paid -> "paid";
            case Event.NotPaid notPaid -> "free";
            case Event.TicketMailed mailed -> "mailed";
            case Event.TicketNotMailed notMailed -> "not mailed";
          });
    }
  }

  static final Aggregate<Command, Event, Seat> AGGREGATE = Aggregate.of(new Rules(), TYPES);

  static final Process<Command, Event> PROCESS =
      Process.<Command, Event>of(AGGREGATE)
          .reacting(
              new Reaction<>(
                  "hold",
                  "office",
                  OFFICE,
                  wanted ->
                      Optional.of(
                          CommandOn.creating(
                              wanted.stream(), new Command.Hold(wanted.event().price())))))
          .waking(
              new Deadline<>(
                  "pay",
                  event ->
                      Optional.of(event.event())
                          .filter(Event.Held.class::isInstance)
                          .map(held -> event.envelope().timestamp().plus(TIME_TO_PAY)),
                  new Command.GiveBack()))
          .askingUntil(
              Event.GivenBack.class,
              new Effect<>(
                  "charge",
                  Effect.Mode.deduplicatedFor(Duration.ofHours(20)),
                  event ->
                      event.event() instanceof Event.Held(var price)
                          ? Optional.of(request("price", price))
                          : Optional.empty(),
                  Command.Charged::new))
          .asking(
              new Effect<>(
                  "mail",
                  Effect.Mode.AT_MOST_ONCE,
                  event ->
                      event.event() instanceof Event.Paid
                          ? Optional.of(request("seat", 1))
                          : Optional.empty(),
                  Command.Mailed::new));

  private static JsonNode request(String field, int value) {
    return Json.TOLERANT.createObjectNode().put(field, value);
  }
}
