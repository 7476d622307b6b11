package restaurant.audit;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.Query.Operator;
import dev.eventfold.events.EventReader;
import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.queries.Resource.Kind;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** The audit service: the log of everything that happened, in every service. */
public final class Audit {

  private static final long RETENTION_DAYS = 400;

  /** How many of the newest entries show for how long entries are kept. */
  private static final int SHOWING = 20;

  private Audit() {}

  /** The log of the services that this jar was built for. */
  public static Service service() {
    return of(sources(), retention());
  }

  /**
   * @param sources the services whose events are kept; at least one
   * @param retention for how long
   */
  public static Service of(List<String> sources, Duration retention) {
    var feeds = sources.stream().map(source -> feed(source, retention)).toList();
    return Service.named("audit")
        .fedBy(feeds.toArray(Feed<?, ?>[]::new))
        .answers(entries(feeds.getFirst()), views -> new TimeShards(views, AuditEntry.TIME))
        .runAs(AuditFunction.class);
  }

  /** One a line; written with deploy/functions.txt. */
  private static List<String> sources() {
    try (var in = Audit.class.getResourceAsStream("services.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

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

  private static Feed<JsonNode, AuditEntry> feed(String source, Duration retention) {
    return Feed.of(
            AuditEntry.view(retention), source, EventReader.any(), new AuditEntry.FromEverything())
        .keeping(Checkpoint.NONE);
  }

  private static Resource<JsonNode, AuditEntry> entries(Feed<JsonNode, AuditEntry> feed) {
    return Resource.at("/audit", feed)
        .filter("service", Kind.TEXT)
        .filter("type", Kind.TEXT)
        .filter("aggregateId", Kind.TEXT)
        .filter("correlationId", Kind.TEXT)
        .filter("since", AuditEntry.TIME, Operator.AT_LEAST, Kind.TIME)
        .filter("until", AuditEntry.TIME, Operator.BELOW, Kind.TIME)
        .orderedBy(AuditEntry.TIME)
        .byDefault("-" + AuditEntry.TIME)
        .inShards(Shard.FIELD)
        .readBy(Readers.STAFF)
        .build();
  }
}
