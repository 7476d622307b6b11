package dev.eventfold.gcp.http;

import dev.eventfold.gcp.Settings;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * Who may call a function: asked before anything else of a request is read, whatever IAM or a
 * firewall has let through. Whose behalf a call is on is another matter, see {@link Caller}.
 *
 * <ul>
 *   <li>{@code CALLER_TOKEN}: whoever sends this secret as a bearer token, as in a local run.
 *   <li>{@code CALLER_ACCOUNT} and {@code CALLER_AUDIENCE}: the service account that Cloud Run has
 *       recognized, with a token for this audience, as in the cloud.
 *   <li>{@code EVENTFOLD_AUTH=off} without either: everybody, for a function on its own.
 *   <li>None of them: nobody.
 * </ul>
 */
public final class Callers {

  /**
   * Why a call is not answered.
   *
   * @param reason for the log, not for the caller
   */
  public record Refusal(Problem problem, String reason) {

    static Refusal unknown(String reason) {
      return new Refusal(
          Problem.of(401, "unauthorized", "Unauthorized", "The caller must say who it is."),
          reason);
    }

    static Refusal other(String reason) {
      return new Refusal(
          Problem.of(403, "forbidden", "Forbidden", "The caller may not call this function."),
          reason);
    }
  }

  /**
   * Where a token may be. Of two, Cloud Run verifies the second and hands on the first as it came,
   * so that whoever may call at all could write any account into it.
   */
  private static final List<String> TOKENS = List.of("Authorization", "X-Serverless-Authorization");

  private static final String NOT_SET =
      "nobody may call this function, because neither CALLER_ACCOUNT (with CALLER_AUDIENCE) nor"
          + " CALLER_TOKEN is set; EVENTFOLD_AUTH=off lets everybody call it";

  /** Looks at a bearer token, "" where there is none. */
  private final Function<String, Optional<Refusal>> check;

  private Callers(Function<String, Optional<Refusal>> check) {
    this.check = check;
  }

  /** As the settings say now. */
  public static Callers fromSettings() {
    var secret = Settings.get("CALLER_TOKEN");
    if (secret.isPresent()) {
      return withSecret(secret.get());
    }
    var account = Settings.get("CALLER_ACCOUNT");
    if (account.isPresent()) {
      return account(account.get(), Settings.get("CALLER_AUDIENCE"), InstantSource.system());
    }
    return Settings.get("EVENTFOLD_AUTH").filter("off"::equals).isPresent()
        ? new Callers(token -> Optional.empty())
        : new Callers(token -> Optional.of(Refusal.unknown(NOT_SET)));
  }

  private static Callers withSecret(String secret) {
    var expected = secret.getBytes(StandardCharsets.UTF_8);
    return new Callers(
        token ->
            MessageDigest.isEqual(token.getBytes(StandardCharsets.UTF_8), expected)
                ? Optional.empty()
                : Optional.of(Refusal.unknown("the caller does not know CALLER_TOKEN")));
  }

  static Callers account(String account, Optional<String> audience, InstantSource clock) {
    return new Callers(token -> IdentityToken.refusal(token, account, audience, clock.instant()));
  }

  /**
   * Empty for one who may call.
   *
   * @param headers all values of a header, by its name
   */
  public Optional<Refusal> refusal(Function<String, List<String>> headers) {
    var sent = TOKENS.stream().flatMap(name -> headers.apply(name).stream()).toList();
    if (sent.size() > 1) {
      return Optional.of(
          Refusal.unknown("more than one token came, of which Cloud Run verifies only one"));
    }
    var bearer =
        sent.stream()
            .filter(value -> value.regionMatches(true, 0, "Bearer ", 0, 7))
            .map(value -> value.substring(7).strip())
            .findFirst();
    return check.apply(bearer.orElse(""));
  }
}
