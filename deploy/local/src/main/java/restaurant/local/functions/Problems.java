package restaurant.local.functions;

import dev.eventfold.gcp.http.Problem;
import dev.eventfold.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.Callback;

/** What is answered before a function is asked, also where a server finds the request wrong. */
public final class Problems extends ErrorHandler {

  /** What clients and proxies in between must know of every answer. */
  private static final HttpFields ALWAYS =
      HttpFields.from(
          new HttpField(HttpHeader.CONTENT_TYPE, "application/problem+json; charset=utf-8"),
          new HttpField(HttpHeader.CACHE_CONTROL, "private, no-cache"),
          new HttpField("X-Content-Type-Options", "nosniff"));

  public static void write(Response response, Problem problem, Callback callback) {
    var headers = response.getHeaders();
    ALWAYS.forEach(headers::put);
    switch (problem.status()) {
      case HttpStatus.UNAUTHORIZED_401 -> headers.put(HttpHeader.WWW_AUTHENTICATE, "Bearer");
      case HttpStatus.SERVICE_UNAVAILABLE_503 -> headers.put(HttpHeader.RETRY_AFTER, "1");
      default -> {
        // Nothing more to say.
      }
    }
    response.setStatus(problem.status());
    response.write(true, ByteBuffer.wrap(bytes(problem)), callback);
  }

  /** Reads the request first: an answer that comes before would end the connection. */
  public static void refuse(
      Request request, Response response, Problem problem, Callback callback) {
    Content.Source.consumeAll(
        request, Callback.from(() -> write(response, problem, callback), callback::failed));
  }

  private static byte[] bytes(Problem problem) {
    return Json.text(Json.tree(problem)).getBytes(StandardCharsets.UTF_8);
  }

  /** Whatever the server's own words are, they are about its inside. */
  private static Problem of(int status) {
    return switch (status) {
      case HttpStatus.URI_TOO_LONG_414 ->
          Problem.of(status, "too-long", "Too long", "The address is too long.");
      case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 ->
          Problem.of(status, "too-long", "Too long", "The headers are too long.");
      case HttpStatus.INTERNAL_SERVER_ERROR_500 ->
          Problem.of(new IllegalStateException("the gateway failed"));
      default ->
          Problem.of(
              status,
              status == HttpStatus.NOT_FOUND_404 ? "not-found" : "not-http",
              HttpStatus.getMessage(status),
              "The request is not one that this server can take.");
    };
  }

  @Override
  public boolean errorPageForMethod(String method) {
    return true;
  }

  @Override
  protected void generateResponse(
      Request request,
      Response response,
      int status,
      String message,
      Throwable cause,
      Callback callback) {
    write(response, of(status), callback);
  }
}
