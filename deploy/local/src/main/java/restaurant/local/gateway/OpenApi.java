package restaurant.local.gateway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What the gateway routes by and shows: {@code deploy/openapi.yaml}. */
public final class OpenApi {

  /** Numbers keep every digit: a price of 10.00 is shown as one. */
  private static final YAMLMapper YAML =
      YAMLMapper.builder()
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          .build();

  private final byte[] yaml;
  private final JsonNode tree;
  private final List<Path> paths;

  /**
   * Who answers a request.
   *
   * @param function its name
   * @param needsToken whether whoever asks must say who they are
   */
  public record Route(String function, boolean needsToken) {}

  /**
   * @param form what a request's path must match
   * @param routes by method
   */
  private record Path(String template, Pattern form, Map<String, Route> routes) {

    static Path of(Map.Entry<String, JsonNode> entry) {
      var form = Pattern.compile(entry.getKey().replaceAll("\\{[^}]+}", "[^/]+"));
      var routes =
          entry.getValue().properties().stream()
              .filter(operation -> operation.getValue().has("x-function"))
              .collect(
                  Collectors.toMap(
                      operation -> operation.getKey().toUpperCase(Locale.ROOT),
                      operation ->
                          new Route(operation.getValue().path("x-function").textValue(), true)));
      return new Path(entry.getKey(), form, Map.copyOf(routes));
    }

    /** As {@code render-openapi} adds them. */
    Path withPreflight() {
      var more = new HashMap<>(routes);
      var function = routes.values().iterator().next().function();
      more.put("OPTIONS", new Route(function, false));
      return new Path(template, form, Map.copyOf(more));
    }
  }

  private OpenApi(byte[] yaml, JsonNode tree, List<Path> paths) {
    this.yaml = yaml;
    this.tree = tree;
    this.paths = paths;
  }

  private static OpenApi of(byte[] yaml) throws IOException {
    var tree = YAML.readTree(yaml);
    var paths =
        tree.path("paths").properties().stream()
            .map(Path::of)
            // What is written out goes before what has a placeholder, as the standard has it.
            .sorted(Comparator.comparing(path -> path.template().contains("{")))
            .toList();
    return new OpenApi(yaml, tree, paths);
  }

  public static OpenApi load() {
    try (var in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
      return of(Objects.requireNonNull(in).readAllBytes());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The document as it was written. */
  public byte[] yaml() {
    return yaml.clone();
  }

  public JsonNode tree() {
    return tree;
  }

  /** The same for a gateway that passes on what browsers ask before they send a request. */
  public OpenApi withPreflights() {
    return new OpenApi(yaml, tree, paths.stream().map(Path::withPreflight).toList());
  }

  private Optional<Path> path(String path) {
    return paths.stream().filter(it -> it.form().matcher(path).matches()).findFirst();
  }

  /** The template of a path; empty where the document knows no such path. */
  public Optional<String> template(String path) {
    return path(path).map(Path::template);
  }

  /** Empty where the document has no such operation. */
  public Optional<Route> route(String method, String path) {
    return path(path).map(it -> it.routes().get(method));
  }
}
