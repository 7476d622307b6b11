package dev.eventfold.processes;

import dev.eventfold.documents.Document;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.projections.View;
import java.time.Instant;
import java.util.Map;

/**
 * A deadline that was set and not met yet.
 *
 * @param deadline its name
 * @param stream whose it is
 * @param eventId the event that has set it
 * @param at when its time has come, by RFC 3339
 */
public record PendingDeadline(
    String deadline,
    String stream,
    String eventId,
    String at,
    String correlationId,
    String traceparent) {

  /** How many ranges of the index share the times: one alone takes 500 new deadlines a second. */
  public static final int SHARDS = 8;

  /** The field of the index that a shard's deadlines are told by. */
  public static final String SHARD = "shard";

  /** The field of the index that only those have that could not be met: when they should be. */
  static final String MISSED = "missed";

  static PendingDeadline of(String deadline, Instant at, RecordedEvent event) {
    var metadata = event.metadata();
    return new PendingDeadline(
        deadline,
        event.stream(),
        event.id(),
        at.toString(),
        metadata.correlationId(),
        metadata.traceparent());
  }

  /** Of a service. */
  static View<PendingDeadline> view(String service) {
    return new View<>(service + "-deadlines", PendingDeadline.class, PendingDeadline::index);
  }

  /** The same as a time. */
  Instant time() {
    return Instant.parse(at);
  }

  private Map<String, Object> index() {
    return Map.of(SHARD, shard(), Document.Content.DUE, time());
  }

  private long shard() {
    return Math.floorMod(eventId.hashCode(), SHARDS);
  }
}
