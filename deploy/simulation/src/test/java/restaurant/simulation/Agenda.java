package restaurant.simulation;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.PriorityQueue;

/** What is to be done when, and a clock that goes on to the next of it at once. */
final class Agenda implements InstantSource {

  private record Entry(Instant at, long number, Runnable work) {}

  private final PriorityQueue<Entry> entries =
      new PriorityQueue<>(Comparator.comparing(Entry::at).thenComparing(Entry::number));
  private Instant now;
  private long number;

  Agenda(Instant start) {
    this.now = start;
  }

  @Override
  public Instant instant() {
    return now;
  }

  void in(Duration time, Runnable work) {
    entries.add(new Entry(now.plus(time), number++, work));
  }

  void every(Duration time, Runnable work) {
    in(
        time,
        () -> {
          work.run();
          every(time, work);
        });
  }

  /** Does all that comes before. */
  void runUntil(Instant end) {
    while (!entries.isEmpty() && entries.peek().at().isBefore(end)) {
      var next = entries.remove();
      now = next.at();
      next.work().run();
    }
    now = end;
  }
}
