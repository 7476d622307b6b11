package dev.eventfold.gcp.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.BooleanNode;
import dev.eventfold.events.Ids;
import dev.eventfold.gcp.Settings;
import dev.eventfold.json.Json;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/**
 * On whose behalf a call is, from the header in which API Gateway passes on the claims of a token
 * that it has verified. It is believed because {@link Callers} lets the gateway alone call, which
 * sets the header itself.
 *
 * @param name the token's subject, a text of at most 255 bytes; {@code anonymous} where nobody is
 *     asked for one
 * @param staff whether the token has {@code "role": "staff"}: who works here, and may do everything
 * @param email the address that the token's issuer has verified to be the caller's, if it has
 */
public record Caller(String name, boolean staff, Optional<String> email) {

  private static final int MAX_NAME_BYTES = 255;

  /** For demonstrations: EVENTFOLD_AUTH=off lets everybody do everything. */
  private static final Caller ANYBODY = new Caller("anonymous", true, Optional.empty());

  /**
   * @param userinfo the claims as JSON in base64url
   * @throws Endpoint.Refused 401: there are none, or they name nobody
   */
  public static Caller of(Optional<String> userinfo) {
    if (userinfo.isEmpty()) {
      if (Settings.get("EVENTFOLD_AUTH").filter("off"::equals).isPresent()) {
        return ANYBODY;
      }
      throw unknown();
    }
    try {
      var claims = Json.parse(Utf8.text(Base64.getUrlDecoder().decode(userinfo.get())));
      var name = subject(claims);
      var email =
          Optional.of(claims.path("email"))
              .filter(address -> claims.path("email_verified").equals(BooleanNode.TRUE))
              .filter(JsonNode::isTextual)
              .map(JsonNode::textValue);
      return new Caller(name, claims.path("role").asText().equals("staff"), email);
    } catch (IllegalArgumentException | CharacterCodingException e) {
      throw unknown();
    }
  }

  /** Events and logs carry it. */
  private static String subject(JsonNode claims) {
    return Optional.of(claims.path("sub"))
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue)
        .filter(name -> !name.isBlank() && Utf8.length(name) <= MAX_NAME_BYTES)
        .filter(name -> name.chars().noneMatch(Character::isISOControl))
        .filter(StandardCharsets.UTF_8.newEncoder()::canEncode)
        .orElseThrow(Caller::unknown);
  }

  private static Endpoint.Refused unknown() {
    return new Endpoint.Refused(
        Problem.of(401, "unauthorized", "Unauthorized", "A valid token must be sent."));
  }

  /** The id of what is the caller's own: an account, a record of them. A pseudonym in logs. */
  public String id() {
    return Ids.caller(name);
  }

  /**
   * @throws Endpoint.Refused 403: the caller is not staff
   */
  public void mustBeStaff() {
    if (!staff) {
      throw forbidden("Only staff may do this.");
    }
  }

  /** Whether nobody was asked who they are. */
  boolean isAnybody() {
    return this == ANYBODY;
  }

  /** Whether what belongs to somebody is the caller's to see and to act on. */
  public boolean owns(String ownerId) {
    return staff || ownerId.equals(id());
  }

  /**
   * @param ownerId whose it is
   * @throws Endpoint.Refused 403: it belongs to somebody else, and the caller is not staff
   */
  public void mustOwn(String ownerId) {
    if (!owns(ownerId)) {
      throw forbidden("It belongs to somebody else.");
    }
  }

  /**
   * @param field of the payload whose value the caller may not give
   * @throws Endpoint.Refused 403: always
   */
  public void mayNotGive(String field, String why) {
    var error = new Problem.Error("payload." + field, why);
    throw new Endpoint.Refused(
        new Problem("/problems/forbidden", "Forbidden", 403, why, List.of(error)));
  }

  private static Endpoint.Refused forbidden(String why) {
    return new Endpoint.Refused(Problem.of(403, "forbidden", "Forbidden", why));
  }
}
