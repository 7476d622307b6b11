package restaurant.local.smoke;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;

/**
 * A client on one journey: everything it asks for has one correlation id. Notes what it saw, and
 * throws {@link Unexpected} where that is not what it should be.
 */
final class Visitor implements AutoCloseable {

  /** How long what happened in one place may take to be known in another. */
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  private static final int MAX_VIEW = 110;

  /** A line of what was seen. */
  record Seen(String command, String answer, String lag, String view) {}

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final String journey = "smoke-" + UUID.randomUUID();
  private final Optional<String> token;
  private final List<Seen> seen = new ArrayList<>();

  Visitor(URI base, Optional<String> given) {
    this.base = base;
    this.token = given.or(this::tokenAtHome);
  }

  private Optional<String> tokenAtHome() {
    return Optional.of(atHome("tokens/cook"))
        .filter(it -> it.statusCode() == 200)
        .map(HttpResponse::body);
  }

  /** What a local run has beside the API. */
  private HttpResponse<String> atHome(String path) {
    return send(HttpRequest.newBuilder(base.resolve("/local/" + path)), Optional.empty());
  }

  /** Whether it is a local run, whose events are gone with it or with its emulators. */
  boolean isAtHome() {
    return List.of("localhost", "127.0.0.1", "[::1]").contains(base.getHost())
        && atHome("traces").statusCode() == 200;
  }

  String journey() {
    return journey;
  }

  List<Seen> seen() {
    return List.copyOf(seen);
  }

  /**
   * Has a command accepted, reads what it wrote, and waits until the view shows it. A service that
   * has not heard yet of what the command names is asked again.
   *
   * @param views the path of the views of what the command is on: "/menu/items"
   * @return the answer
   */
  JsonNode accepted(String views, Command command) {
    var key = UUID.randomUUID().toString();
    var answer = awaited(() -> send(command, key, ""), a -> a.statusCode() != 404);
    long start = System.nanoTime();
    var accepted = expect(202, command.type(), answer);
    long version = accepted.path("version").asLong();
    var view = views + "/" + accepted.path("aggregateId").asText();
    var written = expect(200, "what was written", get(view + "?minVersion=" + version));
    var shown =
        awaited(() -> get(view), a -> Json.parse(a.body()).path("version").asLong() >= version);
    if (expect(200, "the view of " + command.type(), shown).path("version").asLong() < version) {
      throw new Unexpected("the view of " + command.type() + " does not follow");
    }
    var events =
        StreamSupport.stream(accepted.path("events").spliterator(), false)
            .map(event -> event.path("type").asText())
            .collect(Collectors.joining(", "));
    note(command.type(), events, start, Json.text(written));
    return accepted;
  }

  /** Has a command refused. */
  void refused(int status, String words, Command command) {
    var answer = send(command, UUID.randomUUID().toString(), "");
    checkRefused(status, words, command, answer);
  }

  /** Has a command refused as soon as the service has heard why; until then nothing happens. */
  void refusedSoon(int status, String words, Command command) {
    var answer = awaited(() -> tried(command), a -> a.statusCode() == status);
    checkRefused(status, words, command, answer);
  }

  /** Waits until a command would do what it should; nothing happens. */
  void acceptableSoon(String what, Command command, Predicate<JsonNode> asItShouldBe) {
    long start = System.nanoTime();
    var answer =
        awaited(
            () -> tried(command),
            a -> a.statusCode() == 200 && asItShouldBe.test(Json.parse(a.body())));
    if (!asItShouldBe.test(expect(200, what, answer))) {
      throw new Unexpected("%s: %s".formatted(what, answer.body()));
    }
    note("", what, start, "");
  }

  /** Has a command tried: what would happen, and nothing does. */
  void wouldBe(String event, Command command) {
    long start = System.nanoTime();
    var answer = expect(200, "trying " + command.type(), tried(command));
    var types = answer.path("events").valueStream().map(it -> it.path("type").asText()).toList();
    if (!types.equals(List.of(event))) {
      throw new Unexpected("trying %s: %s instead of %s".formatted(command.type(), types, event));
    }
    note(command.type(), "would be " + event, start, "");
  }

  /** Has a command tried that must be refused. */
  void wouldBeRefused(int status, String words, Command command) {
    checkRefused(status, words, command, tried(command));
  }

  private HttpResponse<String> tried(Command command) {
    return send(command, UUID.randomUUID().toString(), "?dryRun=true");
  }

  /** What is at a path. */
  JsonNode looksAt(String path) {
    long start = System.nanoTime();
    var body = expect(200, path, get(path));
    note("", path, start, Json.text(body));
    return body;
  }

  private void checkRefused(int status, String words, Command command, HttpResponse<String> got) {
    var detail = expect(status, command.type(), got).path("detail").asText();
    if (!detail.equals(words)) {
      throw new Unexpected("%s: \"%s\" instead of \"%s\"".formatted(command.type(), detail, words));
    }
    seen.add(new Seen(command.type(), status + " " + words, "", ""));
  }

  /** Looks until it sees what it should, and answers that. */
  JsonNode await(String what, String path, Predicate<JsonNode> asItShouldBe) {
    long start = System.nanoTime();
    var answer =
        awaited(
            () -> get(path), a -> a.statusCode() == 200 && asItShouldBe.test(Json.parse(a.body())));
    var body = expect(200, what, answer);
    if (!asItShouldBe.test(body)) {
      throw new Unexpected("%s: %s".formatted(what, answer.body()));
    }
    note("", what, start, "");
    return body;
  }

  private void note(String command, String answer, long start, String view) {
    var lag = (System.nanoTime() - start) / 1_000_000 + " ms";
    var text = view.length() <= MAX_VIEW ? view : view.substring(0, MAX_VIEW) + "…";
    seen.add(new Seen(command, answer, lag, text));
  }

  private interface Ask {
    HttpResponse<String> ask();
  }

  /** Asks until the answer is what it should be, or time is up. */
  private static HttpResponse<String> awaited(Ask ask, Predicate<HttpResponse<String>> done) {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var answer = ask.ask();
      if (done.test(answer) || System.nanoTime() > end) {
        return answer;
      }
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new Unexpected("interrupted");
      }
    }
  }

  private JsonNode expect(int status, String what, HttpResponse<String> answer) {
    if (answer.statusCode() == 401) {
      throw new Unexpected(
          token.isEmpty()
              ? "%s wants a token: set %s to one of somebody on the staff."
                  .formatted(base, Smoke.TOKEN)
              : "%s does not take the token: %s must be that of somebody on the staff, and not expired."
                  .formatted(base, Smoke.TOKEN));
    }
    if (answer.statusCode() != status) {
      throw new Unexpected(
          "%s: status %d instead of %d: %s"
              .formatted(what, answer.statusCode(), status, answer.body()));
    }
    return Json.parse(answer.body());
  }

  private HttpResponse<String> send(Command command, String key, String parameters) {
    return send(
        HttpRequest.newBuilder(base.resolve("/" + command.service() + "/commands" + parameters))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(Json.text(command.json()))));
  }

  private HttpResponse<String> get(String path) {
    return send(HttpRequest.newBuilder(base.resolve(path)));
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    return send(request, token);
  }

  private HttpResponse<String> send(HttpRequest.Builder request, Optional<String> as) {
    as.ifPresent(it -> request.header("Authorization", "Bearer " + it));
    try {
      return http.send(
          request.timeout(PATIENCE).header("X-Correlation-Id", journey).build(),
          BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Unexpected(base + " does not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unexpected("interrupted");
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
