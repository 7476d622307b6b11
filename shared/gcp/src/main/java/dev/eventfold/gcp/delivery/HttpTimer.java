package dev.eventfold.gcp.delivery;

import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.http.Answer;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.json.Json;
import dev.eventfold.processes.ProcessManager;
import java.time.Duration;
import java.time.InstantSource;

/**
 * Called by a clock each minute: meets the deadlines of a service whose time has come, and asks the
 * outside again where nobody has had an answer. A call that is lost costs a minute.
 *
 * <p>It answers in time: after {@code TIMER_TIMEOUT} (60s), less what one of them may take, it says
 * {@code "more":true}, and the next call goes on.
 */
public final class HttpTimer extends Endpoint {

  /** Somebody outside may take 30 s to answer. */
  private static final Duration ONE = Duration.ofSeconds(40);

  private final String service;
  private final ProcessManager<?, ?> manager;
  private final InstantSource clock;

  /**
   * @param service whose process it is
   */
  public HttpTimer(String service, ProcessManager<?, ?> manager, InstantSource clock) {
    this.service = service;
    this.manager = manager;
    this.clock = clock;
  }

  @Override
  protected Answer answer(Exchange exchange) {
    return inSpan(service + " timer", exchange, this::ticked);
  }

  private Answer ticked(Exchange exchange) {
    allow(exchange, "POST");
    var end = clock.instant().plus(Settings.timeout("TIMER_TIMEOUT")).minus(ONE);
    var report = manager.telling(new ToldOfProcess(exchange.log())).tick(end);
    return Answer.json(
        200,
        Json.TOLERANT
            .createObjectNode()
            .put("due", report.due())
            .put("asked", report.asked())
            .put("failed", report.failed())
            .put("more", report.hasMore()));
  }
}
