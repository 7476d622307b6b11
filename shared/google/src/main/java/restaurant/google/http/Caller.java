package restaurant.google.http;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import restaurant.eventsourcing.Json;

/**
 * Who asks, from the header in which API Gateway passes on the claims of a token it has verified.
 */
final class Caller {

  static final String ANONYMOUS = "anonymous";

  private Caller() {}

  /**
   * @param userinfo the claims as JSON in base64url
   */
  static String of(Optional<String> userinfo) {
    if (userinfo.isEmpty()) {
      return ANONYMOUS;
    }
    try {
      var claims =
          new String(Base64.getUrlDecoder().decode(userinfo.get()), StandardCharsets.UTF_8);
      return Json.parse(claims).path("sub").asText(ANONYMOUS);
    } catch (IllegalArgumentException e) {
      return ANONYMOUS;
    }
  }
}
