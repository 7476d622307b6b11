package restaurant.audit;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.HttpFunction;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
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
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The audit service: its one composition root. */
public final class Audit {

  static final String SERVICE = "audit";

  private static final long RETENTION_DAYS = 400;

  /** How many of the newest entries show for how long entries are kept. */
  private static final int SHOWING = 20;

  private Audit() {}

  /** For how long the functions of this process keep entries: other processes may not know. */
  public static Duration retention() {
    return Duration.ofDays(
        Settings.get("AUDIT_RETENTION_DAYS").map(Long::parseLong).orElse(RETENTION_DAYS));
  }

  /**
   * For how long the newest entries of a log are kept: what the functions that wrote them were
   * deployed with. Several answers where that was changed a moment ago, and none from an empty log.
   */
  public static Set<Duration> retentions(DocumentReader store, String collection) {
    var newest =
        new Query(List.of(), Optional.of(AuditEntry.TIME), true, SHOWING, Optional.empty());
    return new TimeShards(store, AuditEntry.TIME)
        .page(collection, newest).stream()
            .flatMap(entry -> AuditEntry.retention(entry.content().index()).stream())
            .collect(Collectors.toCollection(TreeSet::new));
  }

  /**
   * What feeds the log: everything from everywhere.
   *
   * @param retention for how long entries are kept
   */
  public static List<Feed<?, ?>> feeds(Duration retention) {
    return Stream.of("menu", "customers", "orders")
        .<Feed<?, ?>>map(source -> feed(source, retention))
        .toList();
  }

  private static Feed<JsonNode, AuditEntry> feed(String source, Duration retention) {
    return new Feed<>(
        AuditEntry.view(retention),
        source,
        EventReader.any(),
        new AuditEntry.FromEverything(),
        Checkpoint.NONE);
  }

  static HttpFunction listener(Backend backend) {
    // One function for every topic: in a log without checkpoints there are no gaps, so it never
    // matters whose events they are.
    return new HttpProjector(feed(SERVICE, retention()), backend);
  }

  static HttpFunction queries(Backend backend) {
    var entries =
        new Resource<>(
            "/audit",
            feed(SERVICE, retention()),
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
    return new HttpReconciler(SERVICE, feeds(retention()), backend);
  }
}
