package dev.eventfold.commands;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import java.util.List;

/**
 * A stream folded up to a version: the state, and the last commands that made it. Immutable, so
 * that many threads can share it.
 *
 * @param size of the state, in characters of JSON: when it was measured, and of the events since
 */
public record LoadedStream<S>(
    String stream, long version, S state, RecentCommands commands, long size) {

  static <S> LoadedStream<S> empty(String stream, S initial) {
    return new LoadedStream<>(stream, 0, initial, RecentCommands.NONE, 0);
  }

  /**
   * @throws NoEvent there is a hole
   */
  <E> LoadedStream<S> plus(
      List<RecordedEvent> events, Decider<?, E, S> decider, EventTypes<E> types) {
    if (events.isEmpty()) {
      return this;
    }
    var folded = state;
    long next = version;
    long more = 0;
    for (var event : events) {
      next++;
      if (event.version() != next) {
        throw new NoEvent(event.service(), RecordedEvent.key(stream, next));
      }
      folded = decider.evolve(folded, types.read(event).orElseThrow().event());
      more += Json.size(event.payload());
    }
    return new LoadedStream<>(stream, next, folded, commands.plus(events), size + more);
  }

  /** The same, with the size that its state has now. */
  public LoadedStream<S> measured() {
    try {
      long now = Json.size(Json.tree(state));
      return new LoadedStream<>(stream, version, state, commands, now);
    } catch (IllegalArgumentException notJson) {
      return this;
    }
  }
}
