package dev.eventfold.commands;

import dev.eventfold.events.RecordedEvent;
import java.util.List;

/**
 * What a command did.
 *
 * @param version the stream's version after the command's last event
 * @param events the command's events; empty when there was nothing to do
 * @param isRepeated it was seen to have been carried out before; who appends the very same events
 *     once more, in the same microsecond, does not see it
 */
public record CommandResult(
    String stream, long version, List<RecordedEvent> events, boolean isRepeated) {}
