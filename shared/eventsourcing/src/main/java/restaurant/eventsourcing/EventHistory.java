package restaurant.eventsourcing;

import java.time.Instant;
import java.util.function.Consumer;

/**
 * All events of one service, for those who look after the system: rebuilding, verifying,
 * reconciling. Functions that serve clients never need it. Safe for many threads; what is appended
 * meanwhile may be seen or not.
 */
public interface EventHistory {

  /**
   * Every event whose {@link RecordedEvent#key key} is in the range, in the order of keys: streams
   * one after another, each from its first event to its last.
   *
   * @param from the first key, or "" for the first there is
   * @param before the first key that is too late, or "" for none
   * @throws StoreUnavailable the store did not answer
   */
  void streams(String from, String before, Consumer<RecordedEvent> each);

  /**
   * Every event with a timestamp from {@code from} (included) to {@code before} (excluded), in no
   * order. Costs what it answers, however long history is.
   *
   * @throws StoreUnavailable the store did not answer
   */
  void between(Instant from, Instant before, Consumer<RecordedEvent> each);
}
