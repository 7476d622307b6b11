package restaurant.eventsourcing;

import java.util.OptionalLong;

/**
 * A command and how it is to be carried out.
 *
 * @param stream the aggregate's id
 * @param creates the stream is expected to be new, so it is not read first
 * @param expectedVersion the version that the client saw, if it says so (If-Match)
 * @param dryRun decide, append nothing
 * @param command what to decide
 * @param metadata what the events will carry; {@code commandId} is the key of idempotency
 */
public record CommandRequest<C>(
    String stream,
    boolean creates,
    OptionalLong expectedVersion,
    boolean dryRun,
    C command,
    Metadata metadata) {}
