package dev.eventfold.gcp.delivery;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.http.Answer;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.gcp.http.Log;
import dev.eventfold.json.Json;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.operations.CurrentViews.Building;
import dev.eventfold.operations.Intake;
import dev.eventfold.operations.Reconciler;
import dev.eventfold.operations.SpotCheck;
import dev.eventfold.personal.Erasure;
import dev.eventfold.processes.ProcessManager;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Called by a clock: finds and applies what the projectors of a service should have got and did
 * not, and compares a few documents with their events ({@code RECONCILER_SPOT_CHECKS} of each view
 * at each call). Answers what it saw, and logs each gap, each difference and each failure as an
 * error, because something outside has lost an event, or written what no event says, or can't be
 * done.
 *
 * <p>It answers in time: after {@code RECONCILER_TIMEOUT} (60s), less what one event may take, it
 * says {@code "more":true}, and the next call goes on. Each feed gets its share of the time, what
 * is being built and what is read half of that each, and none depends on another.
 */
public final class HttpReconciler extends Endpoint {

  /** A call to a store or the bus takes at most 10 s. */
  private static final Duration ONE_EVENT = Duration.ofSeconds(15);

  private final String service;
  private final List<Feed<?, ?>> feeds;
  private final Optional<ProcessManager<?, ?>> manager;
  private final List<String> sources;
  private final Optional<Erasure> erasure;
  private final Backend backend;

  /**
   * @param service whose reconciler it is; what its own views lack is published again
   * @param feeds of its views
   * @param manager of its process, if it has one
   * @param erasure of those that its streams are named as, if they can be forgotten
   */
  public HttpReconciler(
      String service,
      List<Feed<?, ?>> feeds,
      Optional<ProcessManager<?, ?>> manager,
      Optional<Erasure> erasure,
      Backend backend) {
    this.service = service;
    this.feeds = List.copyOf(feeds);
    this.manager = manager;
    this.sources = manager.map(it -> List.copyOf(it.sources())).orElse(List.of());
    this.erasure = erasure;
    this.backend = backend;
  }

  @Override
  protected Answer answer(Exchange exchange) {
    return inSpan(service + " reconciler", exchange, this::reconciled);
  }

  private Answer reconciled(Exchange exchange) {
    allow(exchange, "POST");
    var answer = Json.TOLERANT.createObjectNode();
    var views = answer.putArray("views");
    var end =
        backend.clock().instant().plus(Settings.timeout("RECONCILER_TIMEOUT")).minus(ONE_EVENT);
    int others = sources.size() + (erasure.isPresent() ? 1 : 0);
    for (int i = 0; i < sources.size(); i++) {
      var share = share(end, others - i + feeds.size());
      reconcileProcess(sources.get(i), share, exchange.log(), views);
    }
    erasure.ifPresent(it -> reconcile(it, share(end, 1 + feeds.size()), exchange.log(), views));
    for (int i = 0; i < feeds.size(); i++) {
      var feed = feeds.get(i);
      var view =
          views.addObject().put("view", feed.view().collection()).put("source", feed.source());
      var failed = new Told(exchange.log(), feed.view().collection(), view.putArray("failed"));
      try {
        var place = CurrentViews.place(backend.queryStore(), feed.view().collection());
        var deadline = share(end, feeds.size() - i);
        // What is being built first: readers who are led over to it must not go back.
        place
            .building()
            .filter(Building::isLive)
            .map(Building::collection)
            .ifPresent(
                it -> reconcileToo(feed.into(it), share(deadline, 2), exchange.log(), views));
        var current = feed.into(place.current());
        var reconciler = reconciler(current, failed);
        if (feed.source().equals(service)) {
          reconciler.republishing(backend.eventBus(service)::publish);
        }
        tell(reconciler.run(deadline), view);
        spotCheck(current, deadline, exchange.log(), view, failed);
      } catch (RuntimeException why) {
        failed.failed("everything", why);
      }
    }
    return Answer.json(200, answer);
  }

  /** When the first of so many must end. */
  private Instant share(Instant end, int left) {
    var now = backend.clock().instant();
    return now.plus(Duration.between(now, end).dividedBy(left));
  }

  /** What should have followed from the events of a service. */
  private void reconcileProcess(String source, Instant deadline, Log log, ArrayNode views) {
    var intake = manager.orElseThrow().telling(new ToldOfProcess(log)).intake(source);
    reconcile(service + "-process", intake, deadline, log, views);
  }

  /** Who should have been forgotten. */
  private void reconcile(Erasure of, Instant deadline, Log log, ArrayNode views) {
    var intake = of.intake(backend.personKeys(), backend.eventBus(service));
    reconcile(intake.name(), intake, deadline, log, views);
  }

  private void reconcile(String name, Intake intake, Instant deadline, Log log, ArrayNode views) {
    var reconciler = new Reconciler(intake, backend, backend.queryStore());
    reconcile(name, intake.source(), reconciler, deadline, log, views);
  }

  private void reconcileToo(Feed<?, ?> built, Instant deadline, Log log, ArrayNode views) {
    var reconciler = new Reconciler(built, backend, backend.queryStore());
    reconcile(built.view().collection(), built.source(), reconciler, deadline, log, views);
  }

  /** What fails here holds up nothing that is read. */
  private void reconcile(
      String name, String source, Reconciler plain, Instant deadline, Log log, ArrayNode views) {
    var view = views.addObject().put("view", name).put("source", source);
    var failed = new Told(log, name, view.putArray("failed"));
    try {
      tell(reconciler(plain, failed).run(deadline), view);
    } catch (RuntimeException why) {
      failed.failed("everything", why);
    }
  }

  private Reconciler reconciler(Feed<?, ?> feed, Told told) {
    return reconciler(new Reconciler(feed, backend, backend.queryStore()), told);
  }

  private Reconciler reconciler(Reconciler plain, Told told) {
    return plain
        .grace(Settings.duration("RECONCILER_GRACE", Reconciler.GRACE, Duration.ZERO))
        .clock(backend.clock())
        .backoff(backend.backoff())
        .parallel(backend.parallel())
        .telling(told);
  }

  private static void tell(Reconciler.Report report, ObjectNode view) {
    view.put("events", report.events())
        .put("repaired", report.repaired())
        .put("stuck", report.stuck())
        .put("more", report.hasMore());
  }

  private void spotCheck(Feed<?, ?> feed, Instant deadline, Log log, ObjectNode view, Told failed) {
    int documents =
        Settings.get("RECONCILER_SPOT_CHECKS").map(Integer::parseInt).orElse(SpotCheck.DOCUMENTS);
    try {
      var checked =
          new SpotCheck(feed, backend, backend.queryStore(), documents)
              .run(() -> !backend.clock().instant().isBefore(deadline));
      checked.findings().forEach(log::difference);
      view.put("compared", checked.compared())
          .put("skipped", checked.skipped())
          .put("differ", checked.findings().size());
    } catch (RuntimeException why) {
      failed.failed("spot check", why);
    }
  }

  /** Logs what happens, and answers the names of what fails. */
  private record Told(Log log, String view, ArrayNode failed) implements Reconciler.Witness {

    @Override
    public void repaired(RecordedEvent event) {
      log.gap(view, event.key());
    }

    @Override
    public void failed(String what, RuntimeException why) {
      log.failed(view, what, why);
      failed.add(what);
    }
  }
}
