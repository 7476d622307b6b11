package restaurant.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.HttpFunction;
import dev.eventfold.documents.Query.Operator;
import dev.eventfold.events.EventReader;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.delivery.HttpProjector;
import dev.eventfold.gcp.delivery.HttpReconciler;
import dev.eventfold.gcp.queries.HttpQueries;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Filter;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** The audit service: its one composition root. */
public final class Audit {

  static final String SERVICE = "audit";

  private static final int RETENTION_DAYS = 400;

  private Audit() {}

  private static Duration retention() {
    return Duration.ofDays(
        Settings.get("AUDIT_RETENTION_DAYS").map(Long::parseLong).orElse((long) RETENTION_DAYS));
  }

  /** What feeds the log: everything from everywhere. */
  public static List<Feed<?, ?>> feeds() {
    return Stream.of("menu", "customers", "orders").<Feed<?, ?>>map(Audit::feed).toList();
  }

  private static Feed<JsonNode, AuditEntry> feed(String source) {
    return new Feed<>(
        AuditEntry.view(retention()),
        source,
        EventReader.any(),
        new AuditEntry.FromEverything(),
        Checkpoint.NONE);
  }

  static HttpFunction listener(Backend backend) {
    // One function for every topic: in a log without checkpoints there are no gaps, so it never
    // matters whose events they are.
    return new HttpProjector(feed(SERVICE), backend);
  }

  static HttpFunction queries(Backend backend) {
    var entries =
        new Resource<>(
            "/audit",
            feed(SERVICE),
            Optional::of,
            Optional::of,
            List.of(
                Filter.equal("service", Kind.TEXT),
                Filter.equal("type", Kind.TEXT),
                Filter.equal("aggregateId", Kind.TEXT),
                Filter.equal("correlationId", Kind.TEXT),
                new Filter("since", AuditEntry.TIME, Operator.AT_LEAST, Kind.TIME),
                new Filter("until", AuditEntry.TIME, Operator.BELOW, Kind.TIME)),
            List.of(AuditEntry.TIME),
            Optional.of("-" + AuditEntry.TIME),
            Readers.STAFF,
            entry -> 0);
    return new HttpQueries<>(
        SERVICE,
        entries,
        backend.eventStore(SERVICE),
        new TimeShards(backend.currentViews(), AuditEntry.TIME));
  }

  static HttpFunction reconciler(Backend backend) {
    return new HttpReconciler(SERVICE, feeds(), backend);
  }
}
