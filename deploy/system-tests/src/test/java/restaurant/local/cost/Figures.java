package restaurant.local.cost;

import static java.util.stream.Collectors.joining;

import dev.eventfold.gcp.metering.Amount;
import dev.eventfold.gcp.metering.Bill;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Bills by what they are for, one a line. Bytes to and from Firestore are no part of them: they
 * cost nothing, and times in answers have now one digit more and now one less.
 */
final class Figures {

  private static final String HEAD =
      """
      # What each thing that the system does is billed for, counted on the channels to the emulators. Written by
      # CostTest, which fails when a figure is another one:
      #   %s
      # deploy/generate derives the tables of README.md and COST.md from it. The bytes are those of published messages,
      # as Pub/Sub bills them.
      #
      """;

  /** Between a command and a function that its events bring to work. */
  static final String LEADS_TO = " → ";

  static final String WRITE =
      "mvn -pl deploy/system-tests -am test -Dtest=CostTest -Dgolden.write=true"
          + " -Dsurefire.failIfNoSpecifiedTests=false";

  private static final List<String> COLUMNS =
      List.of("reads", "writes", "deletes", "rpcs", "messages", "bytes");

  private final Map<String, List<Long>> lines = new LinkedHashMap<>();

  /** Adds a line. */
  void add(String service, String what, String when, Bill bill) {
    if (bill.of(Amount.UNPRICED_CALLS) > 0) {
      throw new AssertionError("a call that Meter does not know: " + bill.calls());
    }
    var before = lines.put(key(service, what, when), amounts(bill));
    if (before != null) {
      throw new AssertionError("twice: " + key(service, what, when));
    }
  }

  private static String key(String service, String what, String when) {
    return String.join("\t", service, what, when);
  }

  private static List<Long> amounts(Bill bill) {
    return List.of(
        bill.reads(),
        bill.writes(),
        bill.of(Amount.DELETES),
        bill.rpcs(),
        bill.of(Amount.MESSAGES),
        bill.of(Amount.MESSAGE_BYTES));
  }

  /** Those that have bills. */
  Set<String> services() {
    return lines.keySet().stream().map(Figures::service).collect(Collectors.toSet());
  }

  private static String service(String key) {
    return key.substring(0, key.indexOf('\t'));
  }

  /** Leaves the bills of some services. */
  void retain(Set<String> services) {
    lines
        .keySet()
        .removeIf(
            key -> !services.contains(service(key)) || key.contains(QuietBills.ALL_RECONCILERS));
  }

  static Figures read(Path file) throws IOException {
    var figures = new Figures();
    for (var line : Files.readAllLines(file)) {
      if (!line.startsWith("#")) {
        var cells = Arrays.asList(line.split("\t"));
        figures.lines.put(
            String.join("\t", cells.subList(0, 3)),
            cells.subList(3, cells.size()).stream().map(Long::valueOf).toList());
      }
    }
    return figures;
  }

  void write(Path file) throws IOException {
    var text = new StringBuilder(HEAD.formatted(WRITE));
    text.append("# service\twhat\twhen\t").append(String.join("\t", COLUMNS)).append("\n");
    lines.forEach(
        (key, amounts) ->
            text.append(key)
                .append(amounts.stream().map(it -> "\t" + it).collect(joining()))
                .append("\n"));
    Files.writeString(file, text.toString());
  }

  /** What is different from what was written, in sentences. */
  List<String> changesSince(Figures written) {
    var changes = new ArrayList<String>();
    lines.forEach(
        (key, now) ->
            Optional.ofNullable(written.lines.get(key))
                .ifPresentOrElse(
                    then -> changes.addAll(changes(key, then, now)),
                    () -> changes.add(words(key) + " has no bill yet")));
    written.lines.keySet().stream()
        .filter(key -> !lines.containsKey(key))
        .forEach(key -> changes.add(words(key) + " is no more"));
    return changes;
  }

  private static List<String> changes(String key, List<Long> then, List<Long> now) {
    return IntStream.range(0, COLUMNS.size())
        .filter(i -> !then.get(i).equals(now.get(i)))
        .mapToObj(
            i ->
                "%s: %s %s from %d to %d"
                    .formatted(
                        words(key),
                        COLUMNS.get(i),
                        now.get(i) > then.get(i) ? "rose" : "fell",
                        then.get(i),
                        now.get(i)))
        .toList();
  }

  private static String words(String key) {
    return key.replace("\t", ", ");
  }
}
