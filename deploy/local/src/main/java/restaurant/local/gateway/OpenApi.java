package restaurant.local.gateway;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.cfg.JsonNodeFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;

/** What the gateway routes by and shows: {@code deploy/openapi.yaml}. */
public final class OpenApi {

  private static final String FUNCTION = "x-function";

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
   * @param form what a request's path must match
   * @param operations by method, in lower case
   */
  private record Path(String template, Pattern form, JsonNode operations) {

    static Path of(Map.Entry<String, JsonNode> entry) {
      var form = Pattern.compile(entry.getKey().replaceAll("\\{[^}]+}", "[^/]+"));
      return new Path(entry.getKey(), form, entry.getValue());
    }

    /**
     * The function of a method; of any where this one is not documented. Functions answer HEAD like
     * GET, and what they do not know with 405.
     */
    Optional<String> function(String method) {
      return Optional.ofNullable(operations.get(method.toLowerCase(Locale.ROOT)))
          .or(() -> operations.valueStream().filter(it -> it.has(FUNCTION)).findFirst())
          .map(operation -> operation.path(FUNCTION).textValue());
    }
  }

  private OpenApi(byte[] yaml) throws IOException {
    this.yaml = yaml;
    this.tree = YAML.readTree(yaml);
    this.paths =
        tree.path("paths").properties().stream()
            .map(Path::of)
            // What is written out goes before what has a placeholder, as the standard has it.
            .sorted(Comparator.comparing(path -> path.template().contains("{")))
            .toList();
  }

  public static OpenApi load() {
    try (var in = OpenApi.class.getResourceAsStream("/openapi.yaml")) {
      return new OpenApi(Objects.requireNonNull(in).readAllBytes());
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

  /** The name of the function for a request; empty where the document knows no such path. */
  public Optional<String> function(String method, String path) {
    return paths.stream()
        .filter(it -> it.form().matcher(path).matches())
        .findFirst()
        .flatMap(it -> it.function(method));
  }
}
