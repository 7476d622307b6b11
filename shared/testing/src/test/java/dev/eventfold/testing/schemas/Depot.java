package dev.eventfold.testing.schemas;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.Decider;
import dev.eventfold.events.EventReader;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A service that ships parcels, as far as the gate looks at one. */
final class Depot {

  /** What it has always written. */
  static final Map<String, String> GOLDEN =
      Map.of(
          "shipped@1.json",
          """
          {"to":"Oslo","weight":5,"size":{"height":10},"items":[{"code":"A1","count":2}]}
          """);

  private Depot() {}

  record Shipped(String to, int weight, Size size, List<Item> items) {}

  record Size(int height) {}

  record Item(String code, int count) {}

  static EventTypes<Object> own() {
    return EventTypes.own();
  }

  static EventTypes<Object> foreign() {
    return EventTypes.foreign();
  }

  /** What the gate says of a writer of these events. */
  static List<String> whenWrittenBy(Map<String, String> golden, EventTypes<Object> types) {
    return SchemaGate.given(GoldenEvents.of("depot", golden))
        .whenWrittenBy(Aggregate.of(new CountsEvents(), types))
        .broken();
  }

  /** What the gate says of a reader of these events. */
  static List<String> whenReadBy(Map<String, String> golden, EventReader<Object> types) {
    return SchemaGate.given(GoldenEvents.of("depot", golden))
        .whenReadBy(Feed.of(VIEW, "depot", types, new ShowsTheLast()))
        .broken();
  }

  record Shown(String last) {}

  static final View<Shown> VIEW = new View<>("last", Shown.class, shown -> Map.of());

  private static final class CountsEvents implements Decider<String, Object, Integer> {

    @Override
    public Integer initial() {
      return 0;
    }

    @Override
    public List<Object> decide(Integer state, String command) {
      return List.of();
    }

    @Override
    public Integer evolve(Integer state, Object event) {
      return state + 1;
    }
  }

  private static final class ShowsTheLast implements Projection<Object, Shown> {

    @Override
    public Optional<Shown> evolve(String document, Optional<Shown> view, TypedEvent<Object> event) {
      return Optional.of(new Shown(event.event().toString()));
    }
  }
}
