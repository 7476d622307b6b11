package restaurant.google;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;

/**
 * A time as the one indexed field of an event has it. A time alone would make one hot end of the
 * index (500 writes a second), so a shard comes first.
 */
final class ShardedTime {

  static final int SHARDS = 8;

  /** As many digits for every time, so that texts sort as times do. */
  private static final DateTimeFormatter MICROSECONDS =
      new DateTimeFormatterBuilder().appendInstant(6).toFormatter();

  private ShardedTime() {}

  /**
   * @param id what spreads the events
   */
  static String of(String id, Instant time) {
    return of(Math.floorMod(id.hashCode(), SHARDS), time);
  }

  static String of(int shard, Instant time) {
    return Integer.toHexString(shard) + "~" + MICROSECONDS.format(time);
  }
}
