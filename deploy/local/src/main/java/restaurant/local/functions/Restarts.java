package restaurant.local.functions;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/** How often a function that dies is started again: always, unless it keeps dying at once. */
public final class Restarts {

  /** So many deaths in a row, each soon after its start, are too many. */
  static final int TOO_MANY = 5;

  static final Duration SOON = Duration.ofSeconds(10);

  /**
   * @param since when it was up; the end of time while it has not been
   * @param deaths in a row that came soon
   */
  private record Life(Instant since, int deaths) {}

  private final Map<String, Life> lives = new HashMap<>();

  /** A function answers. */
  public synchronized void up(String name, Instant now) {
    lives.merge(name, new Life(now, 0), (before, it) -> new Life(now, before.deaths()));
  }

  /** A function has died; false when it is not to be started again. */
  public synchronized boolean allowAfterDeath(String name, Instant now) {
    var life = lives.getOrDefault(name, new Life(Instant.MAX, 0));
    boolean lived = life.since().isBefore(now.minus(SOON));
    int deaths = lived ? 1 : life.deaths() + 1;
    // Until it is up again, it has not lived.
    lives.put(name, new Life(Instant.MAX, deaths));
    return deaths < TOO_MANY;
  }
}
