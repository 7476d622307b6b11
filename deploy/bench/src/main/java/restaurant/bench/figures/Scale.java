package restaurant.bench.figures;

/**
 * How much is done.
 *
 * @param isQuick for a look: fewer rounds, whose spread says little
 * @param isLong with what takes more than ten minutes
 */
public record Scale(boolean isQuick, boolean isLong) {

  /**
   * By chance alone, all three rounds of one run lie above all three of another once in ten
   * figures; of six rounds, once in 462.
   */
  private static final int ROUNDS = 6;

  private static final int QUICK_ROUNDS = 2;

  /** How many rounds of each side. */
  int rounds() {
    return isQuick ? QUICK_ROUNDS : ROUNDS;
  }

  /** How many requests are in a round. */
  int requests(int usual) {
    return isQuick ? Math.max(usual / 4, 1) : usual;
  }
}
