package dev.eventfold.gcp.outside;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.http.Utf8;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import dev.eventfold.json.ReceivedJson;
import dev.eventfold.processes.Outside;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.nio.charset.CharacterCodingException;
import java.time.Clock;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import javax.net.ssl.SSLHandshakeException;

/**
 * Providers with an HTTP API. Whoever does {@code sendReceipt} is at {@code
 * PROVIDER_SEND_RECEIPT_URL}, and gets the token in {@code PROVIDER_SEND_RECEIPT_TOKEN}, if there
 * is one. The request is posted as JSON, its key in {@code Idempotency-Key}.
 *
 * <p>What a status says: 2xx with JSON, or nothing, that it is done; 402 and 422 that it is
 * refused; 302, 303, 408, 409 and 5xx that it may or may not have happened, as does no answer
 * within {@value #SECONDS} seconds; every other that the request was not let in. Where no
 * connection could be made, so that nothing was sent, it is tried again at once, a few times. A
 * provider that answers badly most of the time is left alone for half a minute.
 *
 * @see <a href="https://datatracker.ietf.org/doc/draft-ietf-httpapi-idempotency-key-header/">The
 *     Idempotency-Key header</a>
 */
public final class HttpOutside implements Outside {

  static final int SECONDS = 20;

  private static final int CONNECT_SECONDS = 5;
  private static final int MAX_ANSWER_BYTES = 64 * 1024;
  private static final int MAX_REASON = 300;
  private static final Set<Integer> REFUSED = Set.of(402, 422);
  // A form that was taken is often answered by 302 or 303, which lead to what came of it.
  private static final Set<Integer> SAYS_NOTHING = Set.of(302, 303, 408, 409);
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final int WATCHED_CALLS = 20;
  private static final int FEWEST_CALLS = 10;
  private static final Duration LEFT_ALONE = Duration.ofSeconds(30);

  /** As long as one call may take, its tries and their pauses included. */
  public static final Duration LONGEST =
      Duration.ofSeconds((ATTEMPTS - 1L) * CONNECT_SECONDS + SECONDS)
          .plus(FIRST_PAUSE.multipliedBy(5));

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(CONNECT_SECONDS))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Map<String, CircuitBreaker> circuits = new ConcurrentHashMap<>();
  private final Duration deadline;
  private final RetryConfig retries;
  private final CircuitBreakerConfig circuit;

  public HttpOutside() {
    this(
        Duration.ofSeconds(SECONDS),
        IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE),
        Clock.systemUTC());
  }

  /**
   * @param deadline for a whole answer
   * @param pauses before what was not sent is tried again
   * @param clock says when a provider was left alone for long enough
   */
  HttpOutside(Duration deadline, IntervalFunction pauses, Clock clock) {
    this.deadline = deadline;
    this.retries =
        RetryConfig.custom()
            .maxAttempts(ATTEMPTS)
            .intervalFunction(pauses)
            .retryOnException(HttpOutside::neverGotThere)
            .build();
    this.circuit =
        CircuitBreakerConfig.custom()
            .slidingWindowSize(WATCHED_CALLS)
            .minimumNumberOfCalls(FEWEST_CALLS)
            .waitDurationInOpenState(LEFT_ALONE)
            .recordException(HttpOutside::isTheProviders)
            .clock(clock)
            .build();
  }

  /** That it says no, or lets a request not in, is an answer, and a good one. */
  private static boolean isTheProviders(Throwable failure) {
    return failure instanceof Unanswered || neverGotThere(failure);
  }

  /** Nothing of the provider's: the connection was not made. */
  private static boolean neverGotThere(Throwable failure) {
    return failure instanceof NotAsked && failure.getCause() instanceof IOException;
  }

  @Override
  public JsonNode ask(String effect, String key, JsonNode request) {
    var http = request(effect, key, request);
    var provider = circuits.computeIfAbsent(effect, it -> CircuitBreaker.of(it, circuit));
    try {
      return Retry.of(effect, retries)
          .executeSupplier(() -> provider.executeSupplier(() -> read(send(http))));
    } catch (CallNotPermittedException open) {
      throw new LeftAlone("It has answered badly, and is left alone for a while.", open);
    }
  }

  /** The setting without which an effect can't be asked for; empty where it is set. */
  public static Optional<String> missing(String effect) {
    return setting(effect, "URL").isPresent()
        ? Optional.empty()
        : Optional.of(variable(effect, "URL"));
  }

  private static Optional<String> setting(String effect, String what) {
    // A secret that was made with an editor ends with its line.
    return Settings.get(variable(effect, what)).map(String::strip);
  }

  private static String variable(String effect, String what) {
    var words = effect.replaceAll("([a-z])([A-Z])", "$1_$2").replace('-', '_');
    return "PROVIDER_%s_%s".formatted(words.toUpperCase(Locale.ROOT), what);
  }

  private static HttpRequest request(String effect, String key, JsonNode body) {
    var url =
        setting(effect, "URL")
            .orElseThrow(() -> new NotAsked(variable(effect, "URL") + " is not set.", null));
    try {
      var http =
          HttpRequest.newBuilder(URI.create(url))
              .header("Content-Type", "application/json")
              .header("Idempotency-Key", key)
              .POST(BodyPublishers.ofString(Json.text(body)));
      setting(effect, "TOKEN").ifPresent(it -> http.header("Authorization", "Bearer " + it));
      return http.build();
    } catch (IllegalArgumentException unusable) {
      // Its words may have the token in them.
      throw new NotAsked("%s or the token is unusable.".formatted(variable(effect, "URL")), null);
    }
  }

  /**
   * A status and the start of a body.
   *
   * @param isWhole whether there was no more
   */
  private record Heard(int status, byte[] body, boolean isWhole) {}

  private Heard send(HttpRequest request) {
    // The client's own timeout ends with the headers: a body may take for ever.
    var answer = client.sendAsync(request, head -> new StartOfBody(MAX_ANSWER_BYTES + 1));
    try {
      var heard = answer.get(deadline.toMillis(), TimeUnit.MILLISECONDS);
      var start = heard.body();
      return new Heard(heard.statusCode(), start, start.length <= MAX_ANSWER_BYTES);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new Unanswered("No answer within %d ms.".formatted(deadline.toMillis()), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(true);
      throw new Unanswered("Interrupted.", e);
    }
  }

  private static RuntimeException failure(Throwable cause) {
    return switch (cause) {
      case ConnectException e -> new NotAsked("Can't be reached: " + e, e);
      case HttpConnectTimeoutException e -> new NotAsked("Can't be reached in time.", e);
      // A request is sent once both sides are sure of each other.
      case SSLHandshakeException e -> new NotAsked("Can't be trusted: " + e.getMessage(), e);
      default -> new Unanswered("The answer broke off: " + cause, cause);
    };
  }

  private static JsonNode read(Heard heard) {
    int status = heard.status();
    if (status / 100 == 2) {
      if (heard.body().length == 0) {
        return Json.TOLERANT.createObjectNode();
      }
      return json(heard)
          .orElseThrow(() -> new Unanswered("It answers %d without JSON.".formatted(status), null));
    }
    var detail = detail(heard);
    if (REFUSED.contains(status)) {
      throw new Refused(detail.orElse("It answers %d.".formatted(status)));
    }
    var words = "It answers %d%s".formatted(status, detail.map(": "::concat).orElse("."));
    if (status / 100 == 5 || SAYS_NOTHING.contains(status)) {
      throw new Unanswered(words, null);
    }
    throw new NotAsked(words, null);
  }

  private static Optional<JsonNode> json(Heard heard) {
    try {
      return heard.isWhole()
          ? Optional.of(ReceivedJson.parse(Utf8.text(heard.body())))
              .filter(JsonNode::isContainerNode)
          : Optional.empty();
    } catch (CharacterCodingException | Malformed unusable) {
      return Optional.empty();
    }
  }

  /** As RFC 9457 says it, if it does. */
  private static Optional<String> detail(Heard heard) {
    return json(heard)
        .map(body -> body.path("detail").asText(""))
        .filter(said -> !said.isBlank())
        .map(HttpOutside::cut);
  }

  private static String cut(String words) {
    return words.codePointCount(0, words.length()) > MAX_REASON
        ? words.substring(0, words.offsetByCodePoints(0, MAX_REASON))
        : words;
  }
}
