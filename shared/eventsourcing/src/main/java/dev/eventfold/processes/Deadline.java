package dev.eventfold.processes;

import dev.eventfold.events.TypedEvent;
import java.time.Instant;
import java.util.Optional;
import java.util.function.Function;

/**
 * What a service does some time after one of its own events: "half an hour after an order was
 * opened, if it was not placed, cancel it".
 *
 * <p>Nothing is ever called off: the command comes when the time has come, and the decider judges
 * by the state that there is then. It comes within a tick of the clock, or later; never before, by
 * the clock of whoever looks.
 *
 * @param name of the deadline in its service, for good: ids follow from it
 * @param at when the time has come, where the event sets one; one deadline an event at most. By the
 *     event alone, whoever computes it: what waits is a view, and is compared and made anew
 * @param command what is decided on the event's stream then
 * @param <E> the service's events
 * @param <C> its commands
 */
public record Deadline<E, C>(
    String name, Function<TypedEvent<E>, Optional<Instant>> at, C command) {}
