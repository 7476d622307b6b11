package restaurant.bench.figures;

import java.util.ArrayList;
import java.util.List;
import restaurant.bench.inside.Inside;
import restaurant.bench.processes.FunctionProcess;
import restaurant.bench.report.Report;
import restaurant.bench.report.Row;
import restaurant.bench.report.Target;

/** What a warm instance keeps after many commands on many streams, in the memory it is given. */
final class MemoryFigure implements Figure {

  private static final int INSTANCE_MEBIBYTES = 512;

  @Override
  public String name() {
    return "memory";
  }

  @Override
  public void measure(Scale scale, Report report) throws Exception {
    int commands = scale.isLong() ? 1_000_000 : scale.requests(100_000);
    int streams = commands / 10;
    var what = "%,d commands on %,d streams".formatted(commands, streams);
    var peak = new ArrayList<Double>();
    var end = new ArrayList<Double>();
    var fifth = new ArrayList<Double>();
    for (int round = 0; round < (scale.isLong() ? 1 : scale.rounds()); round++) {
      report.say("memory: %s, round %d".formatted(what, round + 1));
      var inside =
          Inside.run(
              FunctionProcess.inAnInstance(FunctionProcess.AS_DEPLOYED),
              List.of("memory", Integer.toString(commands), Integer.toString(streams)));
      var heap = inside.of("heap");
      peak.add(inside.peakMebibytes());
      end.add(heap.getLast());
      fifth.add(heap.get(1));
    }
    report.add(
        Row.plain(
            name(), "peak memory after " + what, "MiB", peak, Target.atMost(INSTANCE_MEBIBYTES)));
    report.add(
        Row.ratio(
            name(),
            "heap after all of them over after a fifth",
            "MiB",
            end,
            fifth,
            Target.atMost(1.1)));
  }
}
