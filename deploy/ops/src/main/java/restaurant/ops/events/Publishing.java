package restaurant.ops.events;

import dev.eventfold.concurrent.Parallel;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.operations.Patience;
import dev.eventfold.store.EventBus;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * Publishes events, several at once, and knows its place: everything before it is published,
 * whatever ends the run, so that another run can go on there.
 *
 * @param <P> a place among events: a key, or a time
 */
final class Publishing<P> {

  static final int AT_ONCE = 32;

  /** After so many events it tells its place. */
  static final int STEP = 10_000;

  private final EventBus bus;
  private final Parallel parallel;
  private final Patience patience;
  private final Consumer<Publishing<P>> told;
  private final List<RecordedEvent> batch = new ArrayList<>();
  private P next;
  private P place;
  private long published;

  /**
   * @param from where it begins
   * @param told is told now and then how far it has come
   */
  Publishing(
      EventBus bus, Parallel parallel, Patience patience, P from, Consumer<Publishing<P>> told) {
    this.bus = bus;
    this.parallel = parallel;
    this.patience = patience;
    this.next = from;
    this.place = from;
    this.told = told;
  }

  /**
   * @param after where another run goes on after it
   */
  void add(RecordedEvent event, P after) {
    batch.add(event);
    next = after;
    if (batch.size() == AT_ONCE) {
      flush();
    }
  }

  void flush() {
    parallel.run(batch.stream().<Runnable>map(event -> () -> publish(event)).toList());
    long before = published;
    published += batch.size();
    batch.clear();
    place = next;
    if (published / STEP > before / STEP) {
      told.accept(this);
    }
  }

  private void publish(RecordedEvent event) {
    patience.await(
        () -> {
          bus.publish(event);
          return true;
        });
  }

  P place() {
    return place;
  }

  long published() {
    return published;
  }
}
