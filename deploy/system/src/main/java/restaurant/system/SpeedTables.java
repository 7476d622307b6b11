package restaurant.system;

import static java.util.stream.Collectors.joining;
import static restaurant.system.MarkdownTable.row;
import static restaurant.system.MarkdownTable.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.StreamSupport;

/**
 * How fast each thing was, beside what does the like.
 *
 * @param run what the bench wrote
 */
record SpeedTables(JsonNode run) {

  /** What a client waits for. */
  private static final Set<String> OF_CLIENTS = Set.of("commands", "modify", "latency", "cold");

  /**
   * @param root of the project
   */
  static SpeedTables of(Path root) throws IOException {
    return new SpeedTables(Json.parse(Files.readString(root.resolve("deploy/docs/speed.json"))));
  }

  /** Those that matter to clients, and have a target. */
  String clients() {
    return table(it -> it.has("target") && OF_CLIENTS.contains(it.path("section").textValue()));
  }

  /** Every figure. */
  String all() {
    var sections = new LinkedHashSet<String>();
    run.path("figures").forEach(it -> sections.add(it.path("section").textValue()));
    return text(
        """
        # How fast everything is

        Written by `deploy/generate` from [speed.json](speed.json), which `mvn -q -Pbench` measured on %s, with %d processors and Java %s, in %d s.
        [deploy/bench](../bench/README.md) says what each figure and its baseline are, how to measure them anew, and why some targets are not met. Seconds and rates are those
        of one machine: compare ratios.

        %s""",
        run.path("start").asText().substring(0, "2026-01-31".length()),
        run.path("machine").path("processors").asInt(),
        run.path("machine").path("java").asText(),
        run.path("seconds").asInt(),
        sections.stream()
            .map(
                it ->
                    "## %s\n\n%s"
                        .formatted(it, table(of -> it.equals(of.path("section").textValue()))))
            .collect(joining("\n")));
  }

  private String table(Predicate<JsonNode> some) {
    var head =
        """
        | figure | measured | baseline | ratio | lowest to highest round | target | |
        | --- | ---: | ---: | ---: | ---: | ---: | --- |
        """;
    return StreamSupport.stream(run.path("figures").spliterator(), false)
        .filter(some)
        .map(SpeedTables::line)
        .collect(joining("", head, ""));
  }

  private static String line(JsonNode figure) {
    var spread = figure.path("spread");
    return row(
        figure.path("figure").textValue(),
        number(figure.path("measured").path("median")) + " " + figure.path("unit").textValue(),
        number(figure.path("baseline").path("median")),
        number(figure.path("ratio").path("median")),
        number(spread.path("min")) + " to " + number(spread.path("max")),
        figure.path("target").asText(),
        figure.has("met") ? figure.path("met").booleanValue() ? "met" : "not met" : "");
  }

  private static String number(JsonNode value) {
    return value.isNumber() ? ThreeDigits.of(value.doubleValue()) : "";
  }
}
