package restaurant.bench.report;

import dev.eventfold.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What another run has measured, to compare with.
 *
 * @param figures the spread that it printed of each
 */
public record EarlierRun(Map<String, Spread> figures) {

  /**
   * @param file its {@code bench.json}
   */
  public static EarlierRun read(Path file) throws IOException {
    var figures = new LinkedHashMap<String, Spread>();
    for (var figure : Json.parse(Files.readString(file)).path("figures")) {
      var spread = figure.path("spread");
      figures.put(
          figure.path("figure").asText(),
          new Spread(
              spread.path("median").asDouble(),
              spread.path("min").asDouble(),
              spread.path("max").asDouble()));
    }
    return new EarlierRun(figures);
  }

  /** A sentence, and a line for each figure whose spreads have nothing in common. */
  List<String> compared(List<Row> rows) {
    var both = rows.stream().filter(row -> figures.containsKey(row.figure())).toList();
    var apart = both.stream().flatMap(row -> apart(row).stream()).toList();
    var sentence =
        "Against the earlier run: the spreads of %d of %d figures meet."
            .formatted(both.size() - apart.size(), both.size());
    return Stream.concat(Stream.of(sentence), apart.stream()).toList();
  }

  private Optional<String> apart(Row row) {
    var now = row.judged();
    var then = figures.get(row.figure());
    if (now.meets(then)) {
      return Optional.empty();
    }
    double apart = now.min() > then.max() ? now.min() / then.max() : then.min() / now.max();
    return Optional.of(
        String.format(
            Locale.ROOT,
            "  %s: %s, and %s then (%.1f%% apart)",
            row.figure(),
            now,
            then,
            (apart - 1) * 100));
  }
}
