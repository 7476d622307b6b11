package dev.eventfold.testing.schemas;

import dev.eventfold.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;

/**
 * The golden events of a service: for each type and schema that there ever was a payload, in a file
 * that is added once and never changed. {@code <type>@<schema>.json} has the fields that are always
 * there; {@code <type>@<schema>-<what>.json} shows an Optional field, or another constant of an
 * enum.
 */
public record GoldenEvents(String service, List<GoldenEvent> all) {

  private static final Pattern NAME = Pattern.compile("([^@]+)@([1-9][0-9]{0,8})(-.+)?\\.json");

  /** Those in a folder. */
  public static GoldenEvents in(Path folder, String service) throws IOException {
    var payloads = new TreeMap<String, String>();
    try (var files = Files.list(folder)) {
      for (var file : files.toList()) {
        payloads.put(file.getFileName().toString(), Files.readString(file));
      }
    }
    return of(service, payloads);
  }

  /**
   * @param payloads by the names of their files
   */
  static GoldenEvents of(String service, Map<String, String> payloads) {
    return new GoldenEvents(
        service,
        new TreeMap<>(payloads)
            .entrySet().stream().map(it -> event(service, it.getKey(), it.getValue())).toList());
  }

  private static GoldenEvent event(String service, String file, String payload) {
    var name = NAME.matcher(file);
    if (!name.matches()) {
      throw new IllegalArgumentException(
          "%s: the name of a golden event is <type>@<schema>.json or <type>@<schema>-<what>.json"
              .formatted(file));
    }
    return new GoldenEvent(
        service,
        file,
        name.group(1),
        Integer.parseInt(name.group(2)),
        name.group(3) == null,
        Json.parse(payload));
  }

  List<GoldenEvent> ofType(String type) {
    return all.stream().filter(event -> event.type().equals(type)).toList();
  }
}
