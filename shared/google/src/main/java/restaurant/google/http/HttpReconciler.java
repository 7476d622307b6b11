package restaurant.google.http;

import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import restaurant.eventsourcing.Feed;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.eventsourcing.operations.CurrentViews;
import restaurant.eventsourcing.operations.Reconciler;
import restaurant.eventsourcing.operations.SpotCheck;
import restaurant.google.Backend;
import restaurant.google.Settings;

/**
 * Called by a clock: finds and applies what the listeners of a service should have got and did not,
 * and compares a few documents with their events ({@code RECONCILER_SPOT_CHECKS} of each view at
 * each call). Answers what it saw, and logs each gap and each difference as an error, because
 * something outside has lost an event, or written what no event says.
 */
public final class HttpReconciler extends Endpoint {

  private final String service;
  private final List<Feed<?, ?>> feeds;
  private final Backend backend;

  /**
   * @param service whose reconciler it is; what its own views lack is published again
   * @param feeds of its views
   */
  public HttpReconciler(String service, List<Feed<?, ?>> feeds, Backend backend) {
    this.service = service;
    this.feeds = List.copyOf(feeds);
    this.backend = backend;
  }

  @Override
  Answer answer(Exchange exchange) {
    return inSpan(service + " reconciler", exchange, this::reconciled);
  }

  private Answer reconciled(Exchange exchange) {
    allow(exchange, "POST");
    var answer = Json.TOLERANT.createObjectNode();
    var views = answer.putArray("views");
    for (var feed : feeds) {
      var view = feed.view().collection();
      var current = feed.into(CurrentViews.place(backend.queryStore(), view).current());
      var report = reconciler(current).run();
      report.mended().forEach(event -> exchange.log().gap(view, event.key()));
      report.unreadable().forEach(why -> exchange.log().gap(view, why));
      var checked = spotCheck(current).run();
      checked.findings().forEach(finding -> exchange.log().difference(finding));
      views
          .addObject()
          .put("view", view)
          .put("source", feed.source())
          .put("events", report.events())
          .put("mended", report.mended().size())
          .put("unreadable", report.unreadable().size())
          .put("compared", checked.compared())
          .put("skipped", checked.skipped())
          .put("differ", checked.findings().size());
    }
    return Answer.json(200, answer);
  }

  private SpotCheck spotCheck(Feed<?, ?> feed) {
    int documents =
        Settings.get("RECONCILER_SPOT_CHECKS").map(Integer::parseInt).orElse(SpotCheck.DOCUMENTS);
    return new SpotCheck(feed, backend, backend.queryStore(), documents);
  }

  private Reconciler reconciler(Feed<?, ?> feed) {
    Consumer<RecordedEvent> republish =
        feed.source().equals(service) ? backend.eventBus(service)::publish : event -> {};
    return new Reconciler(
        feed,
        backend,
        backend.queryStore(),
        republish,
        Settings.get("RECONCILER_GRACE").map(Duration::parse).orElse(Reconciler.GRACE),
        backend.clock(),
        backend.backoff());
  }
}
