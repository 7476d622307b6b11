package restaurant.system;

import dev.eventfold.gcp.service.Service;
import dev.eventfold.gcp.service.Topology;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The OpenAPI document: what all services share, and the part of each. They are put together as
 * text, so that the whole reads as its parts do.
 */
final class OpenApiDocument {

  private static final String HEAD =
      """
      # Written by deploy/generate: change deploy/system/openapi-common.yaml or the openapi.yaml of a service instead.

      """;

  /** A section is a key of the document or of its components, with all that is below it. */
  private static final Pattern HEADING = Pattern.compile("( {2})?[a-z][A-Za-z-]*:.*");

  private OpenApiDocument() {}

  /**
   * @param root of the project
   */
  static String of(Topology system, Path root) throws IOException {
    var common = sections(root.resolve("deploy/system/openapi-common.yaml"));
    var parts = new ArrayList<Map<String, String>>();
    for (var service : system.services()) {
      var file = root.resolve("functions").resolve(service.name()).resolve("openapi.yaml");
      var part = sections(file);
      for (var heading : part.keySet()) {
        if (!common.containsKey(heading.replace("-later:", ":"))) {
          throw new IllegalArgumentException(
              "%s: openapi-common.yaml has no section %s".formatted(file, heading));
        }
      }
      parts.add(part);
    }
    var writers =
        system.writers().stream().map(Service::name).collect(Collectors.joining(", ", "[", "]"));
    var whole =
        common.keySet().stream()
            .map(heading -> section(heading, common, parts))
            .collect(Collectors.joining("", HEAD, ""));
    return whole.replace("[$writers]", writers).stripTrailing() + "\n";
  }

  private static String section(
      String heading, Map<String, String> common, List<Map<String, String>> parts) {
    var later = heading.replace(":", "-later:");
    return Stream.of(
            Stream.of(common.get(heading)),
            parts.stream().map(part -> part.get(heading)),
            parts.stream().map(part -> part.get(later)))
        .flatMap(bodies -> bodies)
        .filter(Objects::nonNull)
        .map(body -> body.replaceFirst("^\n+", "").stripTrailing())
        .filter(body -> !body.isEmpty())
        .map(body -> body + "\n\n")
        .collect(Collectors.joining("", heading + "\n", ""));
  }

  /** The lines below each heading, by the heading. What is above the first one is for editors. */
  private static Map<String, String> sections(Path file) throws IOException {
    var sections = new LinkedHashMap<String, String>();
    var heading = "";
    for (var line : Files.readAllLines(file)) {
      if (HEADING.matcher(line).matches()) {
        heading = line;
        sections.put(heading, "");
      } else if (!heading.isEmpty()) {
        sections.merge(heading, line + "\n", String::concat);
      }
    }
    return sections;
  }
}
