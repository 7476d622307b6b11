package dev.eventfold.testing.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.commands.Aggregate;
import dev.eventfold.commands.Decider;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.json.Json;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a service does with its own golden events. */
final class WriterCheck<E, S> {

  private static final String STREAM = "golden";

  private final GoldenEvents golden;
  private final Decider<?, E, S> decider;
  private final EventTypes<E> types;
  private final Set<String> broken = new LinkedHashSet<>();

  WriterCheck(GoldenEvents golden, Aggregate<?, E, S> aggregate) {
    this.golden = golden;
    this.decider = aggregate.decider();
    this.types = aggregate.events();
  }

  List<String> broken() {
    var names = types.entries().stream().map(EventTypes.Entry::name).toList();
    golden.all().stream()
        .filter(event -> !names.contains(event.type()))
        .forEach(
            event ->
                broken.add(event + ": its type is not in the table, and what is stored stays"));
    types.entries().forEach(this::check);
    if (broken.isEmpty()) {
      golden.all().forEach(first -> golden.all().forEach(second -> fold(first, second)));
    }
    return List.copyOf(broken);
  }

  private void check(EventTypes.Entry<E> entry) {
    var type = Words.of(entry.type());
    var events = golden.ofType(entry.name());
    for (int schema = 1; schema <= types.newestSchema(entry.name()); schema++) {
      if (!hasLeast(events, schema)) {
        broken.add(
            "%s %s@%d.json: there is no such golden event of %s"
                .formatted(golden.service(), entry.name(), schema, type));
      }
    }
    var least = new ArrayList<JsonNode>();
    var written = new ArrayList<JsonNode>();
    for (var event : events) {
      try {
        var read = types.read(event.recorded(STREAM, 1)).map(TypedEvent::event).orElseThrow();
        if (event.schema() == entry.schema()) {
          var now = Json.parse(Json.text(Json.tree(read)));
          Difference.between(event.payload(), now)
              .forEach(change -> broken.add("%s: %s %s".formatted(event, type, change)));
          written.add(now);
          if (event.isLeast()) {
            least.add(now);
          }
        }
      } catch (UnreadableEvent e) {
        broken.add("%s: %s cannot read it: %s".formatted(event, type, e.getMessage()));
        return;
      }
    }
    if (least.isEmpty()) {
      return;
    }
    var name = "%s %s@%d".formatted(golden.service(), entry.name(), entry.schema());
    Parts.lackedBy(written, entry.type())
        .forEach(
            part ->
                broken.add("%s: %s has %s, which no golden event has".formatted(name, type, part)));
    Parts.optionalIn(least, entry.type())
        .forEach(
            part ->
                broken.add(
                    "%s: %s may leave out %s, which is always there".formatted(name, type, part)));
  }

  private static boolean hasLeast(List<GoldenEvent> events, int schema) {
    return events.stream().anyMatch(event -> event.schema() == schema && event.isLeast());
  }

  /** In whatever state the stream is: {@code evolve} is total. */
  private void fold(GoldenEvent first, GoldenEvent second) {
    try {
      var state = decider.initial();
      state = decider.evolve(state, event(first));
      decider.evolve(state, event(second));
    } catch (RuntimeException e) {
      broken.add(
          "%s after %s: %s cannot fold it: %s"
              .formatted(second, first, Words.of(decider.getClass()), e));
    }
  }

  private E event(GoldenEvent event) {
    return types.read(event.recorded(STREAM, 1)).orElseThrow().event();
  }
}
