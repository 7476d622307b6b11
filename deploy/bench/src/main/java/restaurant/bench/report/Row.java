package restaurant.bench.report;

import java.util.List;
import java.util.Optional;

/**
 * One line of the table.
 *
 * @param section whose option {@code --only} it belongs to
 * @param figure what is measured
 * @param unit of the measured and of the baseline
 * @param ratio of the rounds, measured over baseline; empty where the figure stands for itself
 * @param target what should be reached
 * @param isOfMeasured whether the target is the measured's, and not the ratio's
 * @param note what else was seen; or ""
 */
public record Row(
    String section,
    String figure,
    String unit,
    Spread measured,
    Optional<Spread> baseline,
    Optional<Spread> ratio,
    Target target,
    boolean isOfMeasured,
    String note) {

  /** One beside what did the like in the same rounds. */
  public static Row ratio(
      String section,
      String figure,
      String unit,
      List<Double> measured,
      List<Double> baseline,
      Target target) {
    return new Row(
        section,
        figure,
        unit,
        Spread.of(measured),
        Optional.of(Spread.of(baseline)),
        Optional.of(Spread.of(measured, baseline, (a, b) -> a / b)),
        target,
        false,
        "");
  }

  /** One that stands for itself. */
  public static Row plain(
      String section, String figure, String unit, List<Double> measured, Target target) {
    return new Row(
        section,
        figure,
        unit,
        Spread.of(measured),
        Optional.empty(),
        Optional.empty(),
        target,
        true,
        "");
  }

  /** The same, whose target is the measured's. */
  public Row targetOfMeasured() {
    return new Row(section, figure, unit, measured, baseline, ratio, target, true, note);
  }

  public Row note(String text) {
    return new Row(section, figure, unit, measured, baseline, ratio, target, isOfMeasured, text);
  }

  /** What the target is of. */
  Spread judged() {
    return isOfMeasured ? measured : ratio.orElse(measured);
  }

  public boolean isMet() {
    return target.isMetBy(judged().median());
  }

  String met() {
    return target.kind() == Target.Kind.NONE ? "" : isMet() ? "met" : "not met";
  }
}
