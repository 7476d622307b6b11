package dev.eventfold.gcp.http;

import dev.eventfold.gcp.Settings;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The web pages that may call, by their origins: {@code CORS_ORIGINS}, separated by commas. Without
 * it no page may, and no answer differs by a header. Functions answer for themselves, because API
 * Gateway only passes preflights on.
 *
 * @see <a href="https://fetch.spec.whatwg.org/#http-cors-protocol">The CORS protocol</a>
 */
public final class Cors {

  public static final String SETTING = "CORS_ORIGINS";

  /** For functions that no page calls. */
  static final Cors NONE = new Cors(Set.of());

  /**
   * What browsers send: no path, no upper case, no port that the scheme implies. What does not look
   * so would never match, and whoever wrote it would look for the reason elsewhere.
   */
  private static final Pattern ORIGIN = origin();

  private static Pattern origin() {
    var label = "[a-z0-9]([a-z0-9-]*[a-z0-9])?";
    var port =
        "[1-9][0-9]{0,3}|[1-5][0-9]{4}|6[0-4][0-9]{3}|65[0-4][0-9]{2}|655[0-2][0-9]|6553[0-5]";
    return Pattern.compile(
        "(?!http://.*:80$|https://.*:443$)https?://(%1$s(\\.%1$s)*|\\[[0-9a-f:]+])(:(%2$s))?"
            .formatted(label, port));
  }

  private static final String METHODS = "GET, POST";

  /** What a request may carry beside what browsers allow anyway. */
  private static final String REQUEST_HEADERS =
      "Authorization, Content-Type, Idempotency-Key, If-Match, If-None-Match, Prefer, traceparent,"
          + " X-Causation-Id, X-Correlation-Id";

  /** What a page may read of an answer beside its body. */
  private static final String RESPONSE_HEADERS =
      "ETag, Idempotency-Key, Location, Preference-Applied, Retry-After, WWW-Authenticate,"
          + " X-Correlation-Id";

  /** Two hours, the most that Chrome remembers a preflight: each one is a call of a function. */
  private static final String MAX_AGE = "7200";

  private final Set<String> origins;

  private Cors(Set<String> origins) {
    this.origins = origins;
  }

  public static Cors fromSettings() {
    return Settings.get(SETTING).map(Cors::of).orElse(NONE);
  }

  /**
   * @throws IllegalArgumentException with a line that names the setting and its rule
   */
  public static Cors of(String setting) {
    var origins = Arrays.stream(setting.split(",", -1)).collect(Collectors.toSet());
    for (var origin : origins) {
      if (!ORIGIN.matcher(origin).matches()) {
        throw new IllegalArgumentException(
            "%s must be origins as browsers send them, like https://shop.example or"
                    .formatted(SETTING)
                + " http://localhost:5173, separated by commas: \"%s\" is none.".formatted(origin));
      }
    }
    return new Cors(origins);
  }

  /** Whether any page may call. */
  public boolean isOn() {
    return !origins.isEmpty();
  }

  private boolean allows(Exchange exchange) {
    return exchange.header("Origin").filter(origins::contains).isPresent();
  }

  /** Answers what a browser asks before it sends a request; empty for the request itself. */
  Optional<Answer> preflight(Exchange exchange) {
    boolean isPreflight =
        exchange.method().equals("OPTIONS")
            && exchange.header("Access-Control-Request-Method").isPresent();
    return isPreflight && allows(exchange)
        ? Optional.of(
            Answer.empty(204)
                .with("Access-Control-Allow-Methods", METHODS)
                .with("Access-Control-Allow-Headers", REQUEST_HEADERS)
                .with("Access-Control-Max-Age", MAX_AGE))
        : Optional.empty();
  }

  /** The answer as the page that asked may read it. */
  Answer on(Exchange exchange, Answer answer) {
    if (!isOn()) {
      return answer;
    }
    // Also where nothing is allowed: a cache must not give that answer to another page.
    var varies = answer.with("Vary", "Origin");
    return allows(exchange)
        ? varies
            .with("Access-Control-Allow-Origin", exchange.header("Origin").orElseThrow())
            .with("Access-Control-Expose-Headers", RESPONSE_HEADERS)
        : varies;
  }
}
