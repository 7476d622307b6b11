package dev.eventfold;

import dev.eventfold.Tab.Event.Drunk;
import dev.eventfold.Tab.Event.Opened;
import dev.eventfold.commands.Decider;
import dev.eventfold.commands.Rejection;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/** Somebody's tab in a bar: the smallest domain that has everything. Five drinks are the limit. */
public record Tab(boolean open, int drinks) {

  public sealed interface Command {
    record Open(String table) implements Command {}

    record Drink(int drinks) implements Command {}
  }

  public sealed interface Event {
    record Opened(String table) implements Event {}

    record Drunk(int number) implements Event {}
  }

  public static final EventTypes<Event> TYPES =
      EventTypes.<Event>own().add("opened", Opened.class).add("drunk", Drunk.class);

  public static final class Rules implements Decider<Command, Event, Tab> {

    @Override
    public Tab initial() {
      return new Tab(false, 0);
    }

    @Override
    public List<Event> decide(Tab tab, Command command) throws Rejection {
      return switch (command) {
        case Command.Open(var table) -> {
          if (tab.open()) {
            throw Rejection.conflict("Tab must not be open.");
          }
          yield List.of(new Opened(table));
        }
        case Command.Drink(var drinks) -> {
          if (drinks < 1) {
            var rule = new Rejection.Broken("drinks", "Drinks must be positive.");
            throw new Rejection(Rejection.Kind.INVALID, List.of(rule));
          }
          if (!tab.open()) {
            throw Rejection.notFound("Tab not found.");
          }
          if (tab.drinks() + drinks > 5) {
            throw Rejection.conflict("Five are enough.");
          }
          yield IntStream.rangeClosed(1, drinks)
              .<Event>mapToObj(n -> new Drunk(tab.drinks() + n))
              .toList();
        }
      };
    }

    @Override
    public Tab evolve(Tab tab, Event event) {
      return switch (event) {
        case Opened opened -> new Tab(true, 0);
        case Drunk(var number) -> new Tab(true, number);
      };
    }
  }

  /** What is to be paid. */
  public record Bill(String table, int drinks) {

    public static final View<Bill> VIEW =
        new View<>("bills", Bill.class, bill -> Map.of("table", bill.table()));
  }

  /** What was drunk at a table, over all their tabs: a view of many streams. */
  public record Table(int drinks) {
    public static final View<Table> VIEW = new View<>("tables", Table.class, table -> Map.of());
  }

  /** Every tab is at table 7. */
  public static final class ToTable implements Projection<Event, Table> {
    @Override
    public Set<String> documents(TypedEvent<Event> event) {
      return switch (event.event()) {
        case Opened opened -> Set.of();
        case Drunk drunk -> Set.of("table-7");
      };
    }

    @Override
    public Optional<Table> evolve(String document, Optional<Table> table, TypedEvent<Event> event) {
      return Optional.of(new Table(table.map(Table::drinks).orElse(0) + 1));
    }
  }

  public static final Feed<Event, Bill> BILLS =
      new Feed<>(Bill.VIEW, "bar", TYPES, new ToBill(), Checkpoint.IN_DOCUMENT);

  public static final Feed<Event, Table> TABLES =
      new Feed<>(Table.VIEW, "bar", TYPES, new ToTable(), Checkpoint.PER_STREAM);

  public static final Feed<Event, Bill> LOG =
      new Feed<>(Bill.VIEW.in("log"), "bar", TYPES, new ToBill(), Checkpoint.NONE);

  /** A tab with so many drinks, as it is stored. */
  public static List<RecordedEvent> recorded(String tab, int drinks) {
    return IntStream.rangeClosed(0, drinks)
        .mapToObj(
            n ->
                recorded(
                    tab,
                    n + 1,
                    n == 0 ? "opened" : "drunk",
                    n == 0 ? "{\"table\":\"7\"}" : "{\"number\":%d}".formatted(n)))
        .toList();
  }

  public static RecordedEvent recorded(String tab, long version, String type, String payload) {
    return new RecordedEvent(
        tab + "-event-" + version,
        "bar",
        tab,
        version,
        type,
        1,
        NOON.plusSeconds(version),
        Json.parse(payload),
        new Metadata(tab + "-command-" + version, "", "", "", "", ""));
  }

  public static final Instant NOON = Instant.parse("2026-01-31T12:00:00Z");

  public static final class ToBill implements Projection<Event, Bill> {
    @Override
    public Optional<Bill> evolve(String document, Optional<Bill> bill, TypedEvent<Event> event) {
      return switch (event.event()) {
        case Opened(var table) -> Optional.of(new Bill(table, 0));
        // Adds up, where the number would do, so that a duplicate or a gap shows.
        case Drunk drunk -> bill.map(old -> new Bill(old.table(), old.drinks() + 1));
      };
    }
  }
}
