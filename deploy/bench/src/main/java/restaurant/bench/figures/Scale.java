package restaurant.bench.figures;

/**
 * How much is done.
 *
 * @param isQuick for a look: fewer rounds, whose spread says little
 * @param isLong with what takes more than ten minutes
 */
public record Scale(boolean isQuick, boolean isLong) {

  /** How many rounds of each side. */
  int rounds(int usual) {
    return isQuick ? Math.min(usual, 2) : usual;
  }

  /** How many requests are in a round. */
  int requests(int usual) {
    return isQuick ? Math.max(usual / 4, 1) : usual;
  }
}
