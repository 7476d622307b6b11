package restaurant.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.function.DoubleBinaryOperator;
import java.util.stream.IntStream;
import restaurant.system.ThreeDigits;

/** The rounds of a figure: their median, and from the lowest to the highest. */
public record Spread(double median, double min, double max) {

  public static Spread of(List<Double> rounds) {
    return of(rounds.stream().mapToDouble(it -> it).toArray());
  }

  public static Spread of(double... rounds) {
    var sorted = rounds.clone();
    Arrays.sort(sorted);
    int n = sorted.length;
    double median = (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    return new Spread(median, sorted[0], sorted[n - 1]);
  }

  /** Whether they have something in common. */
  boolean meets(Spread other) {
    return min <= other.max && other.min <= max;
  }

  @Override
  public String toString() {
    return ThreeDigits.of(min) + ".." + ThreeDigits.of(max);
  }

  /** Of what two did in the same rounds. */
  public static Spread of(List<Double> a, List<Double> b, DoubleBinaryOperator combined) {
    return of(
        IntStream.range(0, a.size())
            .mapToDouble(i -> combined.applyAsDouble(a.get(i), b.get(i)))
            .toArray());
  }
}
