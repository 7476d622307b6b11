package restaurant.bench.figures;

import java.util.List;
import restaurant.bench.report.Report;

/** Something that is measured, beside its baseline. */
public interface Figure {

  /** As {@code --only} names it. */
  String name();

  void measure(Scale scale, Report report) throws Exception;

  /** All that run by default, in their order. */
  static List<Figure> all() {
    return List.of(
        new FoldFigure(),
        new MemoryFigure(),
        new CommandsFigure(),
        new GrowthFigure(),
        new SystemFigure(),
        new ModifyFigure(),
        new LatencyFigure(),
        new ColdStartFigure());
  }
}
