package restaurant.local.gateway;

import dev.eventfold.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ContextHandler;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/**
 * The page at {@code /api} to read the API and to try it, the document behind it, and the one of
 * events. All of it comes from the class path, nothing from other hosts.
 */
final class ApiPage extends Handler.Abstract {

  private static final String YAML = "application/yaml; charset=utf-8";

  private record Content(String type, byte[] bytes) {}

  private final Map<String, Content> contents = new HashMap<>();

  private ApiPage(OpenApi api, Optional<Tokens> tokens) {
    var json = Json.text(api.tree()).getBytes(StandardCharsets.UTF_8);
    contents.put("/api", new Content("text/html; charset=utf-8", resource("api.html")));
    contents.put("/openapi.yaml", new Content(YAML, api.yaml()));
    contents.put("/asyncapi.yaml", new Content(YAML, resource("/asyncapi.yaml")));
    contents.put("/openapi.json", new Content("application/json; charset=utf-8", json));
    tokens.ifPresent(
        issuer -> {
          text("/local/tokens/cook", issuer.staff("cook"));
          text("/local/tokens/waiter", issuer.staff("waiter"));
          text("/local/tokens/customer", issuer.customer("customer"));
        });
  }

  private void text(String path, String text) {
    contents.put(
        path, new Content("text/plain; charset=utf-8", text.getBytes(StandardCharsets.UTF_8)));
  }

  /**
   * The page, and below {@code /swagger-ui} what it is made of; below {@code /local}, which nobody
   * but this machine can ask, tokens to try it with, and {@link Traces}.
   */
  static Handler of(OpenApi api, Optional<Tokens> tokens) {
    return new Handler.Sequence(
        new ApiPage(api, tokens), new Traces(), new ContextHandler(swaggerUi(), "/swagger-ui"));
  }

  private static Handler swaggerUi() {
    var files = new ResourceHandler();
    files.setDirAllowed(false);
    files.setBaseResource(
        ResourceFactory.of(files)
            .newClassLoaderResource(
                "META-INF/resources/webjars/swagger-ui/" + swaggerUiVersion() + "/"));
    return files;
  }

  /** A webjar has its version in its paths. */
  private static String swaggerUiVersion() {
    var properties = new Properties();
    try (var in =
        ApiPage.class.getResourceAsStream(
            "/META-INF/maven/org.webjars/swagger-ui/pom.properties")) {
      properties.load(Objects.requireNonNull(in));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return properties.getProperty("version");
  }

  private static byte[] resource(String name) {
    try (var in = ApiPage.class.getResourceAsStream(name)) {
      return Objects.requireNonNull(in).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var content = contents.get(Request.getPathInContext(request));
    if (content == null || !HttpMethod.GET.is(request.getMethod())) {
      return false;
    }
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, content.type());
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-cache");
    response.write(true, ByteBuffer.wrap(content.bytes()), callback);
    return true;
  }
}
