package dev.eventfold.processes;

import dev.eventfold.events.EventReader;
import dev.eventfold.events.TypedEvent;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a service does at once because of an event: "an order was placed, so ask for its payment".
 *
 * <p>The command is decided like any other, by the state that there is when it comes. It has an id
 * that follows from the event's, so it takes effect at most once, however often the event comes.
 * One that decides nothing leaves nothing, and is decided again when its event comes again: nothing
 * must be right at first and wrong later. Events come in any order, and old ones come again: a
 * service that is new among old events must tell by an event which are too old for it.
 *
 * @param name of the reaction in its service, for good: ids follow from it
 * @param source the service whose events come; may be the service itself
 * @param types how they are understood
 * @param command what follows from one of them; empty for nothing
 * @param <E> the events, as the service sees them
 * @param <C> the commands of the service
 */
public record Reaction<E, C>(
    String name,
    String source,
    EventReader<E> types,
    Function<TypedEvent<E>, Optional<CommandOn<C>>> command) {}
