package dev.eventfold.events;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;

/**
 * How a consumer understands events as they are stored and sent.
 *
 * @param <E> what it makes of a payload
 */
@FunctionalInterface
public interface EventReader<E> {

  /**
   * The event as the consumer sees it, or empty for one that is none of its business.
   *
   * @throws UnreadableEvent it should be understood and cannot be
   */
  Optional<TypedEvent<E>> read(RecordedEvent event);

  /** For consumers of every event there is or will be: payloads stay the JSON that they are. */
  static EventReader<JsonNode> any() {
    return event -> Optional.of(new TypedEvent<>(event.payload(), event));
  }
}
