package restaurant.local;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.Stream;

/** The functions of the system, from {@code deploy/functions.txt}. */
record FunctionTable(List<Row> rows) {

  /** What a function does, and so what calls it. */
  enum Kind {
    COMMANDS,
    PUBLISHER,
    LISTENER,
    RECONCILER,
    QUERIES
  }

  /**
   * One function.
   *
   * @param service whose it is
   * @param name of the function; a listener's subscription has the same
   * @param target the class
   * @param topic that it publishes or listens to, or "-"
   */
  record Row(String service, String name, Kind kind, String target, String topic) {}

  static FunctionTable load() {
    try (var in = FunctionTable.class.getResourceAsStream("/functions.txt")) {
      var text = new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8);
      return new FunctionTable(
          text.lines()
              .filter(line -> !line.isBlank() && !line.startsWith("#"))
              .map(FunctionTable::row)
              .toList());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static Row row(String line) {
    var cells = line.strip().split("\\s+");
    if (cells.length != 5) {
      throw new IllegalStateException("deploy/functions.txt: five cells a row, not: " + line);
    }
    var kind = Kind.valueOf(cells[2].toUpperCase(Locale.ROOT));
    return new Row(cells[0], cells[1], kind, cells[3], cells[4]);
  }

  Stream<Row> of(Kind kind) {
    return rows.stream().filter(row -> row.kind() == kind);
  }
}
