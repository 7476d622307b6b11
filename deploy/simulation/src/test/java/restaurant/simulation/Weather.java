package restaurant.simulation;

import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.EnumSet;
import java.util.List;
import java.util.Random;
import java.util.Set;

/**
 * What goes wrong around whoever is at work: they can be stopped before and after any call, while
 * somebody else does all of theirs, for longer than anybody waits for them, or for ever. Time goes
 * by as it is told to.
 */
final class Weather {

  /** What can go wrong. */
  enum Fault {
    CRASH,
    ABORTED,
    LOST_ANSWER,
    OVERTAKEN,
    FROZEN,
    SKEW,
    DUPLICATE,
    NOT_ASKED,
    UNANSWERED,
    LATE
  }

  /** A process ends: an error that no code of the system catches. */
  static final class Crash extends Error {
    private static final long serialVersionUID = 1;

    private Crash() {
      super("crash", null, false, false);
    }
  }

  private static final int OVERTAKEN = 20;
  private static final int SLEEPY_ONE_IN = 4;

  /** The last is more than a claim is left alone. */
  private static final List<Duration> FROZEN_FOR =
      List.of(Duration.ofMillis(1), Duration.ofSeconds(40), Duration.ofMinutes(5));

  private final Random random;
  private final Deque<Runnable> meanwhile = new ArrayDeque<>();
  private final Set<Fault> struck = EnumSet.noneOf(Fault.class);

  /** Of a hundred calls, how many fail one way or another. */
  private int faults;

  /** Of a hundred who are overtaken, how many are frozen meanwhile. */
  private int frozen;

  private Instant now;

  /**
   * @param random makes one day different from another
   */
  Weather(Random random, Instant start) {
    this.random = random;
    this.now = start;
  }

  Random random() {
    return random;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  void faults(int percent) {
    faults = percent;
    frozen = below(SLEEPY_ONE_IN) == 0 ? 10 * percent : 2 * percent;
  }

  Set<Fault> struck() {
    return struck;
  }

  Instant now() {
    return now;
  }

  void now(Instant time) {
    now = time;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  /** A clock as an instance has it. */
  InstantSource clock() {
    if (!happens(Fault.SKEW, 4 * faults)) {
      return () -> now;
    }
    var skew = Duration.ofMillis(below(3) - 1);
    return () -> now.plus(skew);
  }

  boolean happens(Fault fault, int percent) {
    boolean happens = random.nextInt(100) < percent;
    if (happens) {
      struck.add(fault);
    }
    return happens;
  }

  /** Nobody knows whether it was done. */
  static TransientFailure lost() {
    return new TransientFailure("lost", null);
  }

  /** Before a call: it may not be made, and others may come first. */
  void before(RuntimeException fails) {
    othersMayCome();
    mayFail(fails);
  }

  /** The same before a call in whose midst nobody else does anything. */
  void mayFail(RuntimeException fails) {
    if (happens(Fault.CRASH, faults)) {
      throw new Crash();
    }
    if (happens(Fault.ABORTED, faults)) {
      throw fails;
    }
  }

  /** After a call that has done something: nobody may hear of it. */
  void after() {
    after(lost());
  }

  /** The same where a lost answer is another failure. */
  void after(RuntimeException lost) {
    othersMayCome();
    if (happens(Fault.CRASH, faults)) {
      throw new Crash();
    }
    if (happens(Fault.LOST_ANSWER, faults)) {
      throw lost;
    }
  }

  private void othersMayCome() {
    if (!meanwhile.isEmpty() && happens(Fault.OVERTAKEN, OVERTAKEN)) {
      var other = meanwhile.remove();
      if (happens(Fault.FROZEN, frozen)) {
        pass(FROZEN_FOR.get(below(FROZEN_FOR.size())));
      }
      other.run();
    }
  }

  /** Nobody comes in between: whoever was to come does so afterwards. */
  void alone(Runnable work) {
    var others = List.copyOf(meanwhile);
    meanwhile.clear();
    work.run();
    meanwhile.addAll(others);
  }

  /** Both at work at once: the others before or after some call of the first, or after it. */
  void race(Runnable first, Runnable... others) {
    meanwhile.addAll(List.of(others));
    first.run();
    while (!meanwhile.isEmpty()) {
      meanwhile.remove().run();
    }
  }
}
