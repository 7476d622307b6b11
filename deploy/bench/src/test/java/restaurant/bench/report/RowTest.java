package restaurant.bench.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;

class RowTest {

  private static Row row(Target target) {
    return Row.ratio("s", "f", "ms", List.of(4.0, 6.0, 9.0), List.of(2.0, 2.0, 3.0), target);
  }

  @Test
  void ratiosAreOfTheSameRound() {
    assertEquals(new Spread(3, 2, 3), row(Target.NONE).ratio().orElseThrow());
  }

  @Test
  void theTargetIsTheRatiosUnlessItIsTheMeasureds() {
    assertTrue(row(Target.atMost(3)).isMet());
    assertFalse(row(Target.atMost(3)).targetOfMeasured().isMet());
    assertFalse(row(Target.atLeast(4)).isMet());
    assertTrue(row(Target.atLeast(4)).targetOfMeasured().isMet());
  }

  @Test
  void theMedianOfTwoIsBetweenThem() {
    assertEquals(new Spread(1.5, 1, 2), Spread.of(2, 1));
  }
}
