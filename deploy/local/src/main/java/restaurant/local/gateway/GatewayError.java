package restaurant.local.gateway;

import dev.eventfold.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What API Gateway answers by itself, word for word: it is Envoy with Google's ESPv2. Whatever else
 * goes wrong before a function is asked is a problem by RFC 9457 ({@link
 * restaurant.local.functions.Problems}).
 *
 * @param authenticate the header {@code WWW-Authenticate} without its realm
 * @see <a href="https://github.com/GoogleCloudPlatform/esp-v2">routegen/deny_all.go and
 *     deny_invalid_method.go for 404 and 405, filtergen/http_connection_manager.go for the JSON</a>
 * @see <a href="https://github.com/envoyproxy/envoy">filters/http/jwt_authn/filter.cc and
 *     jwt/status.cc for 401 and 403</a>
 */
record GatewayError(int code, String message, Optional<String> authenticate) {

  /** A token that is not taken. */
  static final class Raised extends Exception {
    private static final long serialVersionUID = 1;
    private final transient GatewayError error;

    private Raised(GatewayError error) {
      super(error.message(), null, false, false);
      this.error = error;
    }

    GatewayError error() {
      return error;
    }
  }

  static GatewayError notDefined() {
    return new GatewayError(
        HttpStatus.NOT_FOUND_404,
        "The current request is not defined by this API.",
        Optional.empty());
  }

  static GatewayError methodNotAllowed(String template) {
    return new GatewayError(
        HttpStatus.METHOD_NOT_ALLOWED_405,
        "The current request is matched to the defined url template \"%s\" but its http method is not allowed"
            .formatted(template),
        Optional.empty());
  }

  static Raised noToken() {
    return new Raised(
        new GatewayError(HttpStatus.UNAUTHORIZED_401, "Jwt is missing", Optional.of("")));
  }

  static Raised badToken(String why) {
    return badToken(HttpStatus.UNAUTHORIZED_401, why);
  }

  static Raised forOthers() {
    return badToken(HttpStatus.FORBIDDEN_403, "Audiences in Jwt are not allowed");
  }

  private static Raised badToken(int code, String why) {
    return new Raised(new GatewayError(code, why, Optional.of(", error=\"invalid_token\"")));
  }

  /** Reads the request first: an answer that comes before would end the connection. */
  void refuse(Request request, Response response, Callback callback) {
    Content.Source.consumeAll(
        request, Callback.from(() -> write(request, response, callback), callback::failed));
  }

  private void write(Request request, Response response, Callback callback) {
    var headers = response.getHeaders();
    authenticate.ifPresent(
        more ->
            headers.put(
                HttpHeader.WWW_AUTHENTICATE,
                "Bearer realm=\"%s\"%s".formatted(request.getHttpURI().asString(), more)));
    headers.put(HttpHeader.CONTENT_TYPE, "application/json");
    response.setStatus(code);
    var body = Json.TOLERANT.createObjectNode().put("code", code).put("message", message);
    response.write(
        true, ByteBuffer.wrap(Json.text(body).getBytes(StandardCharsets.UTF_8)), callback);
  }
}
