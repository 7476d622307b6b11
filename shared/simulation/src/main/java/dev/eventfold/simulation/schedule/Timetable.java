package dev.eventfold.simulation.schedule;

import java.util.Comparator;
import java.util.PriorityQueue;

/** What happens at a later step, whatever else happens until then. */
final class Timetable {

  private record Due(int step, int number, Runnable happens) {}

  private final PriorityQueue<Due> queue =
      new PriorityQueue<>(Comparator.comparingInt(Due::step).thenComparingInt(Due::number));
  private int now;
  private int number;

  /**
   * @param steps from now on
   */
  void in(int steps, Runnable happens) {
    queue.add(new Due(now + steps, number++, happens));
  }

  /** Lets happen what is due. */
  void tick(int step) {
    now = step;
    while (!queue.isEmpty() && queue.peek().step() <= now) {
      queue.remove().happens().run();
    }
  }

  /** Lets happen what comes first, as nothing else is left to do; false where nothing comes. */
  boolean hurry() {
    if (queue.isEmpty()) {
      return false;
    }
    queue.remove().happens().run();
    return true;
  }
}
