package restaurant.bench.figures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import restaurant.bench.inside.Inside;
import restaurant.bench.report.Report;
import restaurant.bench.report.Row;
import restaurant.bench.report.Target;

/**
 * Events decoded and folded, and what a command costs on long streams: our own time, with stores
 * that take none.
 */
final class FoldFigure implements Figure {

  private static final List<String> AS_DEPLOYED =
      List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m");

  @Override
  public String name() {
    return "fold";
  }

  @Override
  public void measure(Scale scale, Report report) throws Exception {
    int longest = scale.isQuick() ? 10_000 : 100_000;
    report.say("fold: with Java's own flags");
    var best = measured(List.of("-Xmx1g"), 0, scale);
    report.say("fold: as deployed");
    var deployed = measured(AS_DEPLOYED, longest, scale);
    decoded("default flags", best, report);
    decoded("as deployed", deployed, report);
    for (var length : List.of(10, 1_000, 10_000, 100_000)) {
      if (length <= longest) {
        add(deployed, length, length == 100_000, report);
      }
    }
  }

  /**
   * Each round in a process of its own: what the compiler made of the code is another each time.
   */
  private static Inside measured(List<String> flags, int longest, Scale scale) throws IOException {
    var rounds = new ArrayList<Inside>();
    for (int round = 0; round < scale.rounds(); round++) {
      rounds.add(Inside.run(flags, List.of("fold", Integer.toString(longest))));
    }
    return Inside.of(rounds);
  }

  /** Beside Jackson's parsing of the payload, which is one step of it. */
  private void decoded(String how, Inside inside, Report report) {
    report.add(
        Row.ratio(
                name(),
                "events decoded and folded over parsed, " + how,
                "/s",
                inside.of("decode"),
                inside.of("parse"),
                Target.atLeast(1_000_000))
            .targetOfMeasured());
  }

  /** Beside streams of a hundred events. */
  private void add(Inside inside, int length, boolean isLongest, Report report) {
    var of = "%,d events over 100".formatted(length);
    report.add(
        Row.ratio(
            name(),
            "append to a warm stream, " + of,
            "ms",
            inside.of("append/" + length),
            inside.of("append/100"),
            isLongest ? Target.atMost(1.2) : Target.NONE));
    report.add(
        Row.ratio(
            name(),
            "cold load with snapshots, " + of,
            "ms",
            inside.of("snapshot/" + length),
            inside.of("snapshot/100"),
            isLongest ? Target.atMost(3) : Target.NONE));
    report.add(
        Row.ratio(
            name(),
            "cold load without snapshots, " + of,
            "ms",
            inside.of("load/" + length),
            inside.of("load/100"),
            Target.NONE));
  }
}
