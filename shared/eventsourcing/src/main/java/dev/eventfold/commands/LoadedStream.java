package dev.eventfold.commands;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.RecordedEvent;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * A stream folded up to a version: the state, and the commands that made it. Immutable, so that
 * many threads can share it.
 *
 * @param commands by command id
 */
public record LoadedStream<S>(String stream, long version, S state, Map<String, Seen> commands) {

  /**
   * A command whose events are in the stream.
   *
   * @param first the version of its first event
   * @param last the version of its last event
   */
  public record Seen(String hash, long first, long last) {}

  static <S> LoadedStream<S> empty(String stream, S initial) {
    return new LoadedStream<>(stream, 0, initial, Map.of());
  }

  <E> LoadedStream<S> plus(
      List<RecordedEvent> events, Decider<?, E, S> decider, EventTypes<E> types) {
    if (events.isEmpty()) {
      return this;
    }
    var folded = state;
    var seen = new HashMap<>(commands);
    long next = version;
    for (var event : events) {
      next++;
      if (event.version() != next) {
        throw new IllegalStateException(
            "stream %s has version %d where %d should be".formatted(stream, event.version(), next));
      }
      folded = decider.evolve(folded, types.read(event).orElseThrow().event());
      var command = event.metadata();
      seen.merge(
          command.commandId(),
          new Seen(command.commandHash(), next, next),
          (old, now) -> new Seen(old.hash(), old.first(), now.last()));
    }
    return new LoadedStream<>(stream, next, folded, Map.copyOf(seen));
  }
}
