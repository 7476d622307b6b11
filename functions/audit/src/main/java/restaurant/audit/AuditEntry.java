package restaurant.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.projections.Projection;
import dev.eventfold.projections.View;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * One event of any service, as those see it who want to know what happened, when and why.
 *
 * @param timestamp by RFC 3339
 * @param payload as the service wrote it
 */
public record AuditEntry(
    String service,
    String type,
    String aggregateId,
    String timestamp,
    JsonNode payload,
    Origin metadata) {

  /** On whose behalf, and in which user's journey: the correlation id is one for all of it. */
  public record Origin(
      String commandId,
      String correlationId,
      String causationId,
      String traceparent,
      String actor) {}

  /** The field of the index by which the log is in order. */
  static final String TIME = "time";

  /**
   * @param retention for how long after its event an entry is kept: Firestore deletes it then
   */
  public static View<AuditEntry> view(Duration retention) {
    return new View<>("audit", AuditEntry.class, (AuditEntry entry) -> entry.index(retention))
        .expiringBy(Document.Content.EXPIRES_AT);
  }

  private Map<String, Object> index(Duration retention) {
    var time = Instant.parse(timestamp);
    return Map.of(
        "service",
        service,
        "type",
        type,
        "aggregateId",
        aggregateId,
        "correlationId",
        metadata.correlationId(),
        TIME,
        time,
        Shard.FIELD,
        Shard.of(metadata.commandId() + aggregateId),
        Document.Content.EXPIRES_AT,
        time.plus(retention));
  }

  /** For how long an entry is kept, if its index says so. */
  static Optional<Duration> retention(Map<String, Object> index) {
    return index.get(TIME) instanceof Instant time
            && index.get(Document.Content.EXPIRES_AT) instanceof Instant end
        ? Optional.of(Duration.between(time, end))
        : Optional.empty();
  }

  /** One entry an event, whatever it is. */
  public static final class FromEverything implements Projection<JsonNode, AuditEntry> {

    @Override
    public Optional<AuditEntry> evolve(
        String document, Optional<AuditEntry> entry, TypedEvent<JsonNode> event) {
      var envelope = event.envelope();
      var metadata = envelope.metadata();
      return Optional.of(
          new AuditEntry(
              envelope.service(),
              envelope.type(),
              envelope.stream(),
              envelope.timestamp().toString(),
              envelope.payload(),
              new Origin(
                  metadata.commandId(),
                  metadata.correlationId(),
                  metadata.causationId(),
                  metadata.traceparent(),
                  metadata.actor())));
    }
  }
}
