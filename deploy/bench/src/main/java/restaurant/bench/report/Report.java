package restaurant.bench.report;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import restaurant.system.ThreeDigits;

/** What was measured: printed as it comes, and kept in a folder. */
public final class Report {

  private static final String LINE = "%-58s %14s %14s %8s %17s %8s %s%n";

  private final PrintStream out;
  private final Path folder;
  private final Instant start = Instant.now();
  private final List<Row> rows = new ArrayList<>();
  private final Optional<EarlierRun> earlier;

  public Report(PrintStream out, Path folder, Optional<EarlierRun> earlier) throws IOException {
    this.out = out;
    this.earlier = earlier;
    this.folder = Files.createDirectories(folder);
  }

  /** Where its files are. */
  public Path folder() {
    return folder;
  }

  /** Says what goes on, on a line of its own. */
  public void say(String what) {
    out.printf("[%3d s] %s%n", Duration.between(start, Instant.now()).toSeconds(), what);
    out.flush();
  }

  public void add(Row row) {
    rows.add(row);
    print(row);
    out.flush();
  }

  private void head() {
    out.printf(LINE, "figure", "measured", "baseline", "ratio", "spread", "target", "");
  }

  private void print(Row row) {
    out.printf(
        LINE,
        row.figure(),
        ThreeDigits.of(row.measured().median()) + " " + row.unit(),
        row.baseline().map(it -> ThreeDigits.of(it.median())).orElse(""),
        row.ratio().map(it -> ThreeDigits.of(it.median())).orElse(""),
        row.judged(),
        row.target(),
        row.met() + (row.note().isEmpty() ? "" : "  " + row.note()));
  }

  /** The whole table, and the files. */
  public void finish() throws IOException {
    out.println();
    head();
    rows.forEach(this::print);
    long targets = rows.stream().filter(row -> row.target().kind() != Target.Kind.NONE).count();
    long met =
        rows.stream()
            .filter(row -> row.target().kind() != Target.Kind.NONE)
            .filter(Row::isMet)
            .count();
    out.printf(
        "%nMet %d of %d targets, in %d s. Medians; the spread is from the lowest round to the"
            + " highest.%n",
        met, targets, Duration.between(start, Instant.now()).toSeconds());
    earlier.ifPresent(it -> it.compared(rows).forEach(out::println));
    Files.writeString(folder.resolve("bench.json"), json().toPrettyString() + "\n");
    Files.writeString(folder.resolve("ratios.svg"), Chart.ofTargets(rows));
    out.println("Written to " + folder.toAbsolutePath().normalize());
    out.flush();
  }

  private JsonNode json() {
    var all = Json.TOLERANT.createObjectNode();
    all.put("start", start.toString());
    all.put("seconds", Duration.between(start, Instant.now()).toSeconds());
    var machine = all.putObject("machine");
    machine.put("processors", Runtime.getRuntime().availableProcessors());
    machine.put("java", Runtime.version().toString());
    var figures = all.putArray("figures");
    for (var row : rows) {
      var figure = figures.addObject();
      figure.put("section", row.section()).put("figure", row.figure()).put("unit", row.unit());
      put(figure.putObject("measured"), row.measured());
      row.baseline().ifPresent(it -> put(figure.putObject("baseline"), it));
      row.ratio().ifPresent(it -> put(figure.putObject("ratio"), it));
      put(figure.putObject("spread"), row.judged());
      if (row.target().kind() != Target.Kind.NONE) {
        figure.put("target", row.target().toString()).put("met", row.isMet());
      }
      if (!row.note().isEmpty()) {
        figure.put("note", row.note());
      }
    }
    return all;
  }

  private static void put(ObjectNode node, Spread spread) {
    node.put("median", spread.median()).put("min", spread.min()).put("max", spread.max());
  }
}
