package dev.eventfold.commands;

import dev.eventfold.events.Metadata;
import dev.eventfold.json.Malformed;
import java.util.OptionalLong;
import java.util.function.Supplier;

/**
 * A command and how it is to be carried out.
 *
 * @param stream the aggregate's id
 * @param creates the stream is expected to be new, so it is not read first
 * @param expectedVersion the version that the client saw, if it says so (If-Match)
 * @param dryRun decide, append nothing
 * @param isFirst it cannot have been sent before: its id was made for it
 * @param command what to decide. Asked for only where the command has not been carried out yet, and
 *     then perhaps more than once; throws {@link Malformed} or {@link Rejection} where today's
 *     rules refuse what was sent
 * @param metadata what the events will carry; {@code commandId} is the key of idempotency
 */
public record CommandRequest<C>(
    String stream,
    boolean creates,
    OptionalLong expectedVersion,
    boolean dryRun,
    boolean isFirst,
    Supplier<C> command,
    Metadata metadata) {

  /** A command that is at hand, and may have been sent before. */
  public CommandRequest(
      String stream,
      boolean creates,
      OptionalLong expectedVersion,
      boolean dryRun,
      C command,
      Metadata metadata) {
    this(stream, creates, expectedVersion, dryRun, false, () -> command, metadata);
  }
}
