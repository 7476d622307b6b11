package dev.eventfold.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.TypedEvent;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a service asks of the world outside because of one of its own events: "payment was
 * requested, so have it charged". The answer comes back as a command on the event's stream, whose
 * id follows from the event's.
 *
 * @param name of the effect in its service, for good: ids follow from it, and whom it asks is set
 *     by it
 * @param mode what is done when no answer comes
 * @param request what is asked, where the event asks anything
 * @param command what is decided on the answer, whenever it comes: always an event, which says that
 *     it is settled
 * @param isOwed a person must see to it if it is refused
 * @param until the event of its stream after which nobody wants it any more, if there is one
 * @param <E> the service's events
 * @param <C> its commands
 */
public record Effect<E, C>(
    String name,
    Mode mode,
    Function<TypedEvent<E>, Optional<JsonNode>> request,
    Function<Outcome, C> command,
    boolean isOwed,
    Optional<Class<? extends E>> until) {

  /** One that may be refused, and is wanted whatever happens. */
  public Effect(
      String name,
      Mode mode,
      Function<TypedEvent<E>, Optional<JsonNode>> request,
      Function<Outcome, C> command) {
    this(name, mode, request, command, false, Optional.empty());
  }

  /** The same, owed to somebody: a person must see to it if it is refused. */
  Effect<E, C> owed() {
    return new Effect<>(name, mode, request, command, true, until);
  }

  /** The same, which nobody wants any more once such an event is in its stream. */
  Effect<E, C> until(Class<? extends E> ending) {
    return new Effect<>(name, mode, request, command, isOwed, Optional.of(ending));
  }

  /**
   * What is done when no answer comes, so that nobody knows whether it has happened: it is asked
   * again for as long as the provider surely knows the key, and then left to a person.
   *
   * @param memory for how long the provider does nothing twice under one key
   */
  public record Mode(Duration memory) {

    /** It is never asked again, unless a person says so: each may happen once at most. */
    public static final Mode AT_MOST_ONCE = new Mode(Duration.ZERO);

    /**
     * It is asked again, with the same key, until there is an answer, or the provider may have
     * forgotten the key.
     *
     * @param memory less than the provider says, by what a call takes and what clocks differ
     */
    public static Mode deduplicatedFor(Duration memory) {
      return new Mode(memory);
    }

    /** Whether it does no harm to ask once more what may have been asked first at that time. */
    boolean allowsAgain(Instant since, Instant now) {
      return !memory.isZero() && now.isBefore(since.plus(memory));
    }
  }

  /** The id of the effect that an event of a service asks for: the provider's key. */
  public String id(String service, RecordedEvent event) {
    return ProcessContext.id(service, name, event.id());
  }
}
