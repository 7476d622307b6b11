package dev.eventfold.gcp.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.gcp.http.Callers.Refusal;
import dev.eventfold.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;

/**
 * The identity token that a service account calls with, as Cloud Run hands it on: it has verified
 * the token, and put {@link #REMOVED} in the place of the signature, so that nobody can use the
 * token again. One that still has its signature was verified by nobody, as in a service that is
 * open to all by mistake, and is refused.
 */
final class IdentityToken {

  static final String REMOVED = "SIGNATURE_REMOVED_BY_GOOGLE";

  private static final Set<String> ISSUERS =
      Set.of("https://accounts.google.com", "accounts.google.com");

  /** It may run out between Cloud Run's check and ours: while an instance starts. */
  private static final Duration LEEWAY = Duration.ofMinutes(5);

  private IdentityToken() {}

  /** Why it is not the token of the account, for the audience; empty where it is. */
  static Optional<Refusal> refusal(
      String token, String account, Optional<String> audience, Instant now) {
    var parts = token.split("\\.", -1);
    if (parts.length != 3) {
      return Optional.of(Refusal.unknown("there is no identity token"));
    }
    if (!parts[2].equals(REMOVED)) {
      return Optional.of(
          Refusal.unknown("Cloud Run has not verified the token: is the service open to all?"));
    }
    var claims = claims(parts[1]);
    if (claims.isEmpty()) {
      return Optional.of(Refusal.unknown("the identity token can't be read"));
    }
    return refusal(claims.get(), account, audience, now);
  }

  private static Optional<Refusal> refusal(
      JsonNode claims, String account, Optional<String> audience, Instant now) {
    if (!ISSUERS.contains(claims.path("iss").asText())) {
      return Optional.of(Refusal.unknown("the identity token is not Google's"));
    }
    if (now.minus(LEEWAY).getEpochSecond() > claims.path("exp").asLong(0)) {
      return Optional.of(Refusal.unknown("the identity token has expired"));
    }
    if (!claims.path("email").asText().equals(account)
        || !claims.path("email_verified").asBoolean(false)) {
      return Optional.of(
          Refusal.other(
              "called by \"%s\", not by %s".formatted(claims.path("email").asText(), account)));
    }
    var audienceThere = claims.path("aud").asText();
    return audience
        .filter(expected -> !expected.equals(audienceThere))
        .map(
            expected ->
                Refusal.other(
                    "the token is for \"%s\", not for %s".formatted(audienceThere, expected)));
  }

  private static Optional<JsonNode> claims(String payload) {
    try {
      var text = new String(Base64.getUrlDecoder().decode(payload), StandardCharsets.UTF_8);
      return Optional.of(Json.parse(text)).filter(JsonNode::isObject);
    } catch (IllegalArgumentException e) {
      return Optional.empty();
    }
  }
}
