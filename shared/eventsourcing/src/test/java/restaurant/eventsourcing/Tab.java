package restaurant.eventsourcing;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import restaurant.eventsourcing.Tab.Event.Drunk;
import restaurant.eventsourcing.Tab.Event.Opened;

/** A guest's tab: the smallest domain that has everything. Five drinks are the limit. */
record Tab(boolean open, int drinks) {

  sealed interface Command {
    record Open(String table) implements Command {}

    record Drink(int drinks) implements Command {}
  }

  sealed interface Event {
    record Opened(String table) implements Event {}

    record Drunk(int number) implements Event {}
  }

  static final EventTypes<Event> TYPES =
      EventTypes.<Event>own().add("opened", Opened.class).add("drunk", Drunk.class);

  static final class Rules implements Decider<Command, Event, Tab> {

    @Override
    public Tab initial() {
      return new Tab(false, 0);
    }

    @Override
    public List<Event> decide(Tab tab, Command command) throws Rejection {
      return switch (command) {
        case Command.Open(var table) -> {
          if (tab.open()) {
            throw Rejection.forbidden("Tab must not be open.");
          }
          yield List.of(new Opened(table));
        }
        case Command.Drink(var drinks) -> {
          if (!tab.open()) {
            throw Rejection.notFound("Tab not found.");
          }
          if (tab.drinks() + drinks > 5) {
            throw Rejection.forbidden("Five are enough.");
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

  /** What a waiter sees. */
  record Bill(String table, int drinks) {

    static final View<Bill> VIEW =
        new View<>("bills", Bill.class, bill -> Map.of("table", bill.table()));
  }

  static final class ToBill implements Projection<Event, Bill> {
    @Override
    public Optional<Bill> evolve(String document, Optional<Bill> bill, Recorded<Event> event) {
      return switch (event.event()) {
        case Opened(var table) -> Optional.of(new Bill(table, 0));
        // Adds up, where the number would do, so that a duplicate or a gap shows.
        case Drunk drunk -> bill.map(old -> new Bill(old.table(), old.drinks() + 1));
      };
    }
  }
}
