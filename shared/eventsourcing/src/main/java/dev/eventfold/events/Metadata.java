package dev.eventfold.events;

/**
 * Why an event exists and on whose behalf. No field is null; unknown is the empty string.
 *
 * @param commandId the command that caused the event (a UUID)
 * @param commandHash of the command as it was sent, see {@link dev.eventfold.personal.KeyedHash};
 *     tells a repeated command from another one under the same key
 * @param correlationId one for everything that follows from the same user intent
 * @param causationId what directly caused the command: a command's id or an event's id
 * @param traceparent the W3C trace context of the request
 * @param actor who asked, as the gateway names them
 */
public record Metadata(
    String commandId,
    String commandHash,
    String correlationId,
    String causationId,
    String traceparent,
    String actor) {}
