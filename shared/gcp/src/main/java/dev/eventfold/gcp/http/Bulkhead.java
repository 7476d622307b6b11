package dev.eventfold.gcp.http;

import dev.eventfold.gcp.Settings;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Keeps one caller from taking a whole instance: so many places for each, and whoever wants one
 * more is told so at once. Safe for many threads.
 */
public final class Bulkhead {

  /** How many requests an instance is given at once, where {@code CONCURRENCY} does not say. */
  private static final int CONCURRENCY = 32;

  private final int perCaller;
  private final int places;
  private final Map<String, Integer> inside = new HashMap<>();
  private int taken;

  /**
   * @param perCaller how many each caller has
   * @param places how many there are for all of them
   */
  Bulkhead(int perCaller, int places) {
    this.perCaller = perCaller;
    this.places = places;
  }

  /** Of what an instance answers at once, half for one caller: the others keep the other half. */
  static Bulkhead ofRequests() {
    return new Bulkhead(share(2), Integer.MAX_VALUE);
  }

  /** Waiting does nothing for anybody: a quarter of an instance may, half of it for one caller. */
  public static Bulkhead ofWaits() {
    return new Bulkhead(share(8), share(4));
  }

  private static int share(int divisor) {
    var concurrency = Settings.get("CONCURRENCY").map(Integer::parseInt).orElse(CONCURRENCY);
    return Math.max(1, concurrency / divisor);
  }

  /** A place that is somebody's until they leave it. */
  public final class Place {
    private final String caller;

    private Place(String caller) {
      this.caller = caller;
    }

    public void leave() {
      Bulkhead.this.leave(caller);
    }
  }

  /** Empty where there is no place left. */
  public synchronized Optional<Place> enter(Caller caller) {
    int own = inside.getOrDefault(caller.name(), 0);
    if (own == perCaller || taken == places) {
      return Optional.empty();
    }
    inside.put(caller.name(), own + 1);
    taken++;
    return Optional.of(new Place(caller.name()));
  }

  private synchronized void leave(String caller) {
    inside.computeIfPresent(caller, (name, own) -> own == 1 ? null : own - 1);
    taken--;
  }
}
