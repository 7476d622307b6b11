package dev.eventfold.gcp.outside;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.gcp.Settings;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Outside;
import io.github.resilience4j.circuitbreaker.CallNotPermittedException;
import io.github.resilience4j.circuitbreaker.CircuitBreaker;
import io.github.resilience4j.circuitbreaker.CircuitBreakerConfig;
import io.github.resilience4j.core.IntervalFunction;
import io.github.resilience4j.retry.Retry;
import io.github.resilience4j.retry.RetryConfig;
import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Providers with an HTTP API. Whoever does {@code sendReceipt} is at {@code
 * PROVIDER_SEND_RECEIPT_URL}, and gets the token in {@code PROVIDER_SEND_RECEIPT_TOKEN}, if there
 * is one. The request is posted as JSON, its key in {@code Idempotency-Key}.
 *
 * <p>What a status says: 2xx with JSON that it is done; 402 and 422 that it is refused; 408, 409
 * and 5xx nothing, like no answer within {@value #SECONDS} seconds, so that it may have happened or
 * not; every other that the request was not let in, as when nobody could be reached. What was
 * surely not asked is tried again at once, a few times. A provider that answers badly most of the
 * time is left alone for half a minute.
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
  private static final Set<Integer> SAYS_NOTHING = Set.of(408, 409);
  private static final int ATTEMPTS = 3;
  private static final Duration FIRST_PAUSE = Duration.ofMillis(200);
  private static final int WATCHED_CALLS = 20;
  private static final int FEWEST_CALLS = 10;
  private static final Duration LEFT_ALONE = Duration.ofSeconds(30);

  private static final RetryConfig RETRIES =
      RetryConfig.custom()
          .maxAttempts(ATTEMPTS)
          .intervalFunction(IntervalFunction.ofExponentialRandomBackoff(FIRST_PAUSE))
          .retryOnException(HttpOutside::neverGotThere)
          .build();

  private static final CircuitBreakerConfig CIRCUIT =
      CircuitBreakerConfig.custom()
          .slidingWindowSize(WATCHED_CALLS)
          .minimumNumberOfCalls(FEWEST_CALLS)
          .waitDurationInOpenState(LEFT_ALONE)
          // That it says no is an answer.
          .ignoreExceptions(Refused.class)
          .build();

  private final HttpClient client =
      HttpClient.newBuilder()
          .connectTimeout(Duration.ofSeconds(CONNECT_SECONDS))
          .followRedirects(HttpClient.Redirect.NEVER)
          .build();
  private final Map<String, CircuitBreaker> circuits = new ConcurrentHashMap<>();

  /** Nothing of the provider's: the connection was not made. */
  private static boolean neverGotThere(Throwable failure) {
    return failure instanceof NotAsked && failure.getCause() instanceof IOException;
  }

  @Override
  public JsonNode ask(String effect, String key, JsonNode request) {
    var url =
        setting(effect, "URL")
            .orElseThrow(() -> new NotAsked(variable(effect, "URL") + " is not set.", null));
    var circuit = circuits.computeIfAbsent(effect, it -> CircuitBreaker.of(it, CIRCUIT));
    try {
      return Retry.of(effect, RETRIES)
          .executeSupplier(() -> circuit.executeSupplier(() -> asked(effect, url, key, request)));
    } catch (CallNotPermittedException open) {
      throw new NotAsked("It has answered badly, and is left alone for a while.", open);
    }
  }

  /** The setting without which an effect can't be asked for; empty where it is set. */
  public static Optional<String> missing(String effect) {
    return setting(effect, "URL").isPresent()
        ? Optional.empty()
        : Optional.of(variable(effect, "URL"));
  }

  private static Optional<String> setting(String effect, String what) {
    return Settings.get(variable(effect, what));
  }

  private static String variable(String effect, String what) {
    var words = effect.replaceAll("([a-z])([A-Z])", "$1_$2").replace('-', '_');
    return "PROVIDER_%s_%s".formatted(words.toUpperCase(Locale.ROOT), what);
  }

  private JsonNode asked(String effect, String url, String key, JsonNode request) {
    var http =
        HttpRequest.newBuilder(URI.create(url))
            .header("Content-Type", "application/json")
            .header("Idempotency-Key", key)
            .POST(BodyPublishers.ofString(Json.text(request)));
    setting(effect, "TOKEN").ifPresent(it -> http.header("Authorization", "Bearer " + it));
    return read(send(http.build()));
  }

  /**
   * A status and the start of a body.
   *
   * @param isWhole whether there was no more
   */
  private record Heard(int status, byte[] body, boolean isWhole) {}

  private Heard send(HttpRequest request) {
    // The client's own timeout ends with the headers: a body may take for ever.
    var answer =
        client.sendAsync(request, BodyHandlers.ofInputStream()).thenApplyAsync(HttpOutside::heard);
    try {
      return answer.get(SECONDS, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw failure(e.getCause());
    } catch (TimeoutException e) {
      answer.cancel(true);
      throw new Unanswered("No answer within %d s.".formatted(SECONDS), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      answer.cancel(true);
      throw new Unanswered("Interrupted.", e);
    }
  }

  private static Heard heard(HttpResponse<InputStream> response) {
    try (var body = response.body()) {
      var start = body.readNBytes(MAX_ANSWER_BYTES + 1);
      return new Heard(response.statusCode(), start, start.length <= MAX_ANSWER_BYTES);
    } catch (IOException e) {
      throw new Unanswered("The answer broke off: " + e.getMessage(), e);
    }
  }

  private static RuntimeException failure(Throwable cause) {
    return switch (cause) {
      case Unanswered unanswered -> unanswered;
      case ConnectException e -> new NotAsked("Can't be reached: " + e.getMessage(), e);
      case HttpConnectTimeoutException e -> new NotAsked("Can't be reached in time.", e);
      default -> new Unanswered(cause.toString(), cause);
    };
  }

  private static JsonNode read(Heard heard) {
    int status = heard.status();
    if (status / 100 == 2) {
      return json(heard)
          .orElseThrow(() -> new Unanswered("It answers %d without JSON.".formatted(status), null));
    }
    if (REFUSED.contains(status)) {
      throw new Refused(reason(heard));
    }
    var words = "It answers %d: %s".formatted(status, reason(heard));
    if (status / 100 == 5 || SAYS_NOTHING.contains(status)) {
      throw new Unanswered(words, null);
    }
    throw new NotAsked(words, null);
  }

  private static Optional<JsonNode> json(Heard heard) {
    try {
      return heard.isWhole()
          ? Optional.of(Json.TOLERANT.readTree(heard.body())).filter(JsonNode::isContainerNode)
          : Optional.empty();
    } catch (IOException e) {
      return Optional.empty();
    }
  }

  /** As RFC 9457 says it, if it does. */
  private static String reason(Heard heard) {
    var said = json(heard).map(body -> body.path("detail").asText("")).orElse("");
    var words = said.isBlank() ? "It answers %d.".formatted(heard.status()) : said;
    return words.length() > MAX_REASON ? words.substring(0, MAX_REASON) : words;
  }
}
