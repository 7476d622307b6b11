package dev.eventfold.gcp.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.events.EventTypes;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.ServiceFunction;
import dev.eventfold.gcp.service.ServicePublisher;
import dev.eventfold.json.Json;
import dev.eventfold.processes.CommandOn;
import dev.eventfold.processes.Deadline;
import dev.eventfold.processes.Effect;
import dev.eventfold.processes.Outcome;
import dev.eventfold.processes.Process;
import dev.eventfold.processes.Reaction;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * A service that follows parcels. One that has come is offered at its place; its owner is charged,
 * gets a text once it is paid, and has a week to pick it up.
 *
 * @param name of the service
 * @param source the service whose parcels come
 */
public record Pickups(String name, String source) {

  /** Where nothing can be offered. */
  public static final String NOWHERE = "nowhere";

  /** From where nothing can be sent back. */
  public static final String ATTIC = "attic";

  public static final Duration TIME_TO_PICK_UP = Duration.ofDays(7);

  /** What the parcels say, of which this much is understood. */
  public record Came(String place) {}

  /** What it does. */
  public sealed interface Command {
    record Offer(String place) implements Command {}

    record SendBack() implements Command {}

    record Charged(Outcome outcome) implements Command {}

    record Texted(Outcome outcome) implements Command {}
  }

  /** What has happened. */
  public sealed interface Event {
    record Offered(String place) implements Event {}

    record SentBack() implements Event {}

    record Paid(String receipt) implements Event {}

    record NotPaid(String reason) implements Event {}

    record OwnerTexted() implements Event {}

    record OwnerNotTexted(String reason) implements Event {}
  }

  private static final EventTypes<Came> PARCELS =
      EventTypes.<Came>foreign().add("came", Came.class);

  private static final EventTypes<Event> EVENTS =
      EventTypes.<Event>own()
          .add("offered", Event.Offered.class)
          .add("sentBack", Event.SentBack.class)
          .add("paid", Event.Paid.class)
          .add("notPaid", Event.NotPaid.class)
          .add("ownerTexted", Event.OwnerTexted.class)
          .add("ownerNotTexted", Event.OwnerNotTexted.class);

  /** The state is the place, or "" where there is nothing to pick up. */
  private record Pickup() implements Decider<Command, Event, String> {

    @Override
    public String initial() {
      return "";
    }

    @Override
    public List<Event> decide(String place, Command command) {
      return switch (command) {
        case Command.Offer(var at) -> {
          if (at.equals(NOWHERE)) {
            throw Rejection.conflict("Nothing can be offered there.");
          }
          yield at.equals(place) ? List.of() : List.of(new Event.Offered(at));
        }
        case Command.SendBack() -> {
          if (place.equals(ATTIC)) {
            throw Rejection.conflict("Nobody gets in there.");
          }
          yield place.isEmpty() ? List.of() : List.of(new Event.SentBack());
        }
        case Command.Charged(Outcome.Done(var answer)) ->
            List.of(new Event.Paid(answer.path("receipt").asText()));
        case Command.Charged(Outcome.Refused(var reason)) -> List.of(new Event.NotPaid(reason));
        case Command.Texted(Outcome.Done done) -> List.of(new Event.OwnerTexted());
        case Command.Texted(Outcome.Refused(var reason)) ->
            List.of(new Event.OwnerNotTexted(reason));
      };
    }

    @Override
    public String evolve(String place, Event event) {
      return switch (event) {
        case Event.Offered(var at) -> at;
        case Event.SentBack sent -> "";
        case Event.Paid paid -> place;
        case Event.NotPaid notPaid -> place;
        case Event.OwnerTexted texted -> place;
        case Event.OwnerNotTexted notTexted -> place;
      };
    }
  }

  static final Aggregate<Command, Event, String> AGGREGATE = Aggregate.of(new Pickup(), EVENTS);

  static final Deadline<Event, Command> WEEK =
      new Deadline<>(
          "week",
          event ->
              event.event() instanceof Event.Offered
                  ? Optional.of(event.envelope().timestamp().plus(TIME_TO_PICK_UP))
                  : Optional.empty(),
          new Command.SendBack());

  static final Effect<Event, Command> CHARGE =
      new Effect<>(
          "charge",
          Effect.Mode.deduplicatedFor(Duration.ofHours(20)),
          event ->
              event.event() instanceof Event.Offered(var place)
                  ? Optional.of(request("place", place))
                  : Optional.empty(),
          Command.Charged::new);

  private static final Effect<Event, Command> TEXT =
      new Effect<>(
          "text",
          Effect.Mode.AT_MOST_ONCE,
          event ->
              event.event() instanceof Event.Paid(var receipt)
                  ? Optional.of(request("receipt", receipt))
                  : Optional.empty(),
          Command.Texted::new);

  private static JsonNode request(String field, String value) {
    return Json.TOLERANT.createObjectNode().put(field, value);
  }

  /** Each place that a parcel comes to offers it; the first makes the stream. */
  Reaction<Came, Command> offer() {
    return new Reaction<>(
        "offer",
        source,
        PARCELS,
        came -> {
          var offer = new Command.Offer(came.event().place());
          boolean isFirst = came.envelope().version() == 1;
          return Optional.of(new CommandOn<>(came.stream(), isFirst, offer));
        });
  }

  static Process<Command, Event> nothing() {
    return Process.of(AGGREGATE);
  }

  /** All of it. */
  public Process<Command, Event> process() {
    return nothing().reacting(offer()).waking(WEEK).asking(CHARGE).asking(TEXT);
  }

  /** The service, which nobody but its process sends commands to. */
  public Service service() {
    return Service.named(name)
        .decides(AGGREGATE)
        .runs(process())
        .runAs(ServiceFunction.class, ServicePublisher.class);
  }
}
