package dev.eventfold.commands;

import dev.eventfold.events.RecordedEvent;
import java.util.List;

/**
 * What a command did.
 *
 * @param version the stream's version after the command's last event
 * @param events the command's events; empty when there was nothing to do
 * @param isRepeated it was carried out before, and not now
 */
public record CommandResult(
    String stream, long version, List<RecordedEvent> events, boolean isRepeated) {}
