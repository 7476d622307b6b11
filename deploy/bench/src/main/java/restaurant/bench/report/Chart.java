package restaurant.bench.report;

import java.util.List;
import java.util.Locale;
import restaurant.system.ThreeDigits;

/** Drawings, as text: legible on light and on dark. */
final class Chart {

  private static final int LINE = 22;
  private static final int LEFT = 430;
  private static final int WIDTH = 900;

  /** Where a target is; a decade is on each side of it. */
  private static final int MIDDLE = LEFT + (WIDTH - LEFT) / 2;

  private static final String STYLE =
      """
      <style>
      text { font: 12px sans-serif; fill: #333 }
      .axis { stroke: #888 } .met { fill: #2a7; } .not { fill: #d54; } .spread { stroke: #888 }
      @media (prefers-color-scheme: dark) { text { fill: #ddd } }
      </style>
      """;

  private Chart() {}

  /** Each figure that has a target, as its distance from that: right is better. */
  static String ofTargets(List<Row> all) {
    var rows = all.stream().filter(row -> row.target().kind() != Target.Kind.NONE).toList();
    int height = 40 + rows.size() * LINE;
    var svg =
        new StringBuilder(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\">%n%s"
                .formatted(WIDTH, height, STYLE));
    svg.append(
        "<text x=\"%d\" y=\"16\" text-anchor=\"middle\">target (logarithmic; right is better)</text>%n"
            .formatted(MIDDLE));
    svg.append(
        "<line class=\"axis\" x1=\"%d\" x2=\"%d\" y1=\"22\" y2=\"%d\"/>%n"
            .formatted(MIDDLE, MIDDLE, height - 6));
    for (int i = 0; i < rows.size(); i++) {
      svg.append(line(rows.get(i), 38 + i * LINE));
    }
    return svg.append("</svg>\n").toString();
  }

  private static String line(Row row, int y) {
    var spread = row.judged();
    double at = place(row.target(), spread.median());
    return "<text x=\"%d\" y=\"%d\" text-anchor=\"end\">%s: %s (%s)</text>%n"
            .formatted(
                LEFT - 8,
                y,
                row.figure().replace("&", "&amp;").replace("<", "&lt;"),
                ThreeDigits.of(spread.median()),
                row.target())
        + String.format(
            Locale.ROOT,
            "<line class=\"spread\" x1=\"%.1f\" x2=\"%.1f\" y1=\"%d\" y2=\"%d\"/>%n"
                + "<circle class=\"%s\" cx=\"%.1f\" cy=\"%d\" r=\"5\"/>%n",
            place(row.target(), spread.min()),
            place(row.target(), spread.max()),
            y - 4,
            y - 4,
            row.isMet() ? "met" : "not",
            at,
            y - 4);
  }

  private static double place(Target target, double figure) {
    if (target.value() <= 0 || figure <= 0) {
      return target.isMetBy(figure) ? MIDDLE : LEFT + 8;
    }
    double decades = Math.log10(figure / target.value());
    double better = target.kind() == Target.Kind.AT_MOST ? -decades : decades;
    return MIDDLE + Math.clamp(better, -1, 1) * (WIDTH - MIDDLE - 10);
  }
}
