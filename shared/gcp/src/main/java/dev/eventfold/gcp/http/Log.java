package dev.eventfold.gcp.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.tracing.Trace;
import dev.eventfold.json.Json;
import dev.eventfold.operations.Finding;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Structured log lines as Cloud Logging reads them from standard output: one JSON object a line
 * with severity, trace and the ids that tie a user's intent together. {@code LOG_SEVERITY} sets the
 * least severity that is written (DEBUG, INFO, WARNING, ERROR, OFF; INFO by default); {@code
 * LOG_FILE} names a file that gets every line all the same, for a machine without Cloud Logging.
 */
public final class Log {

  /** How the lines begin that tell of what a view should have had and had not. */
  public static final String FOUND = "reconciler found a";

  /** How the lines begin that tell of what a reconciler could not do, and will try again. */
  public static final String FAILED = "reconciler failed";

  /** How the lines begin that tell of what a person must decide. */
  public static final String OUTCOME_UNKNOWN = "outcome unknown";

  /** How the lines begin that tell of what a process could not do: an error where it lasts. */
  public static final String PROCESS_FAILED = "process failed";

  private enum Severity {
    DEBUG,
    INFO,
    WARNING,
    ERROR,
    OFF
  }

  private Trace trace;
  private final String correlationId;
  private final ObjectNode more = Json.TOLERANT.createObjectNode();
  private final ObjectNode asked = Json.TOLERANT.createObjectNode();

  public Log(Trace trace, String correlationId) {
    this.trace = trace;
    this.correlationId = correlationId;
  }

  /** Adds a field to the lines that follow. */
  public void put(String name, String value) {
    more.put(name, value);
  }

  /** Something about the command that is asked for, which is logged only where it is refused. */
  public void asked(String name, String value) {
    asked.put(name, value);
  }

  /**
   * Lets the line of the request say why its command was refused, in {@code refusal}: what was
   * asked, the kind of problem and every broken rule. What failed on our side is no refusal.
   */
  public void refused(RuntimeException why) {
    var problem = Problem.forLogs(why);
    if (problem.status() >= 500) {
      return;
    }
    asked.put("problem", problem.type());
    var rules =
        problem.errors().isEmpty()
            ? List.of(new Problem.Error("", problem.detail()))
            : problem.errors();
    var broken = asked.putArray("broken");
    for (var rule : rules) {
      broken.addObject().put("field", rule.field()).put("rule", rule.detail());
    }
    more.set("refusal", asked);
  }

  /** The event that the lines that follow are about: they are part of its trace. */
  public void event(RecordedEvent event, int attempt) {
    trace = Trace.of(Optional.of(event.metadata().traceparent()));
    more.put("event", event.key());
    more.put("eventType", event.type());
    more.put("service", event.service());
    more.put("commandId", event.metadata().commandId());
    more.put("correlationId", event.metadata().correlationId());
    more.put("causationId", event.metadata().causationId());
    more.put("attempt", attempt);
  }

  /** The trace of the lines that follow. */
  public void trace(Trace trace) {
    this.trace = trace;
  }

  /**
   * How long after its event was decided, by the clock of who decided it, a view shows it, by the
   * clock of this instance: two clocks, so never less than nothing.
   */
  public void lag(Duration lag) {
    more.put("lagMillis", Math.max(0, lag.toMillis()));
  }

  public void info(String message) {
    write(Severity.INFO, message);
  }

  public void warning(String message) {
    write(Severity.WARNING, message);
  }

  public void request(String method, String path, Answer answer) {
    var severity =
        answer.isFailure()
            ? Severity.ERROR
            : answer.status() >= 500 ? Severity.WARNING : Severity.INFO;
    write(severity, "%s %s %d".formatted(method, path, answer.status()));
  }

  /** Something that a view should have had and had not. */
  public void gap(String view, String what) {
    write(Severity.ERROR, FOUND + " gap: %s lacked %s".formatted(view, what));
  }

  /** A document that is not what its events say. */
  public void difference(Finding finding) {
    write(Severity.ERROR, FOUND + " difference: %s".formatted(finding));
  }

  /** What a reconciler could not do, and will try again. */
  public void failed(String view, String what, RuntimeException why) {
    write(Severity.ERROR, FAILED + ": %s, %s: %s".formatted(view, what, why));
  }

  /** What a process could not do, and will try again. */
  public void processFailed(String what, RuntimeException why) {
    write(Severity.WARNING, "%s: %s: %s".formatted(PROCESS_FAILED, what, why));
  }

  /** The same, where it has failed for so long that a person must look. */
  public void processFailing(String what, RuntimeException why) {
    write(Severity.ERROR, "%s for long: %s: %s".formatted(PROCESS_FAILED, what, why));
  }

  /** What is owed and will not be done, so that a person must see to it. */
  public void processRefused(String effect, String id, String stream, String reason) {
    write(
        Severity.ERROR,
        "%s: %s %s of %s was refused: %s".formatted(PROCESS_FAILED, effect, id, stream, reason));
  }

  /** What may have happened outside or not, and a person must decide. */
  public void outcomeUnknown(String effect, String id, String stream) {
    write(Severity.ERROR, "%s: %s %s of %s".formatted(OUTCOME_UNKNOWN, effect, id, stream));
  }

  /** What is settled otherwise than its provider says now, so that a person must look again. */
  public void contradicted(String effect, String id, String stream, String said) {
    write(
        Severity.ERROR,
        "%s again: %s %s of %s was settled otherwise, and the provider says now: %s"
            .formatted(OUTCOME_UNKNOWN, effect, id, stream, said));
  }

  /** An unexpected failure, with its trace. */
  public void failure(Throwable failure) {
    if (goesNowhere(Severity.ERROR)) {
      return;
    }
    var text = new StringWriter();
    failure.printStackTrace(new PrintWriter(text));
    write(Severity.ERROR, text.toString());
  }

  private static boolean isSilent(Severity severity) {
    var least = Severity.valueOf(Settings.get("LOG_SEVERITY").orElse("INFO"));
    return severity.compareTo(least) < 0;
  }

  private static Optional<Path> file() {
    return Settings.get("LOG_FILE").map(Path::of);
  }

  private static boolean goesNowhere(Severity severity) {
    return isSilent(severity) && file().isEmpty();
  }

  private void write(Severity severity, String message) {
    if (goesNowhere(severity)) {
      return;
    }
    var line = Json.TOLERANT.createObjectNode();
    line.put("severity", severity.name());
    line.put("message", message);
    line.put("correlationId", correlationId);
    line.put(
        "logging.googleapis.com/trace",
        Settings.get("GOOGLE_CLOUD_PROJECT")
            .map(project -> "projects/%s/traces/%s".formatted(project, trace.id()))
            .orElse(trace.id()));
    line.put("logging.googleapis.com/spanId", trace.span());
    line.put("logging.googleapis.com/trace_sampled", trace.isSampled());
    line.setAll(more);
    if (!isSilent(severity)) {
      System.out.println(Json.text(line));
    }
    file().ifPresent(file -> LogFile.append(file, line));
  }
}
