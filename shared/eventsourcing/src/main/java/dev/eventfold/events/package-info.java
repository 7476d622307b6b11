/**
 * What happened. A {@link dev.eventfold.events.RecordedEvent} is an event as it is stored and sent:
 * its payload is JSON, and its type is a name. {@link dev.eventfold.events.EventTypes} is the one
 * table between those names and the classes of a domain; it reads a recorded event as a {@link
 * dev.eventfold.events.TypedEvent}, and lifts old payloads to the shape of today.
 *
 * <p>Ids are derived, never drawn ({@link dev.eventfold.events.Ids}): the same command always makes
 * the same events, so a repeated one is recognized.
 *
 * <p>Next: {@code dev.eventfold.store}, where events are kept.
 */
package dev.eventfold.events;
