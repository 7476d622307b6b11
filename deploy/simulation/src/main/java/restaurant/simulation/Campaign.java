package restaurant.simulation;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/** Many seeds, as many at a time as there are cores. */
final class Campaign {

  private static final int OTHERS = 200;

  /** A seed that broke something. */
  record Failure(long seed, Violation violation) {}

  /**
   * What came of it.
   *
   * @param failure the first seed's, whatever was found first
   */
  record Result(long runs, Tally tally, Optional<Failure> failure) {}

  private final AtomicLong next;
  private final AtomicLong end;
  private final LongPredicate wanted;
  private final Tally tally = new Tally();
  private long runs;
  private Failure failure;

  private Campaign(long first, long end, LongPredicate wanted) {
    this.next = new AtomicLong(first);
    this.end = new AtomicLong(end);
    this.wanted = wanted;
  }

  /**
   * Runs the seeds in order, up to the first that breaks something.
   *
   * @param progress is told how many more were run
   */
  static Result run(long first, long count, LongConsumer progress) {
    return new Campaign(first, first + count, seed -> true).run(progress);
  }

  /**
   * Runs the first so many seeds that have such a weather.
   *
   * @param traits of {@link Weather#has}
   */
  static Result run(long count, Collection<String> traits) {
    LongPredicate wanted = seed -> traits.stream().allMatch(new Weather(Choices.of(seed))::has);
    long end =
        LongStream.iterate(0, seed -> seed + 1)
            .filter(wanted)
            .skip(count)
            .findFirst()
            .orElseThrow();
    return new Campaign(0, end, wanted).run(ran -> {});
  }

  private Result run(LongConsumer progress) {
    var workers = new ArrayList<Thread>();
    for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
      workers.add(Thread.ofVirtual().start(() -> work(progress)));
    }
    workers.forEach(Campaign::join);
    return new Result(runs, tally, Optional.ofNullable(failure));
  }

  private void work(LongConsumer progress) {
    var strands = Scheduler.strands();
    var own = new Tally();
    long ran = 0;
    while (true) {
      long seed = next.getAndIncrement();
      if (seed >= end.get()) {
        break;
      }
      if (!wanted.test(seed)) {
        continue;
      }
      var run = Run.of(Choices.of(seed), strands, false);
      own.add(run.tally());
      ran++;
      progress.accept(1);
      run.violation().ifPresent(violation -> stopAt(new Failure(seed, violation)));
    }
    strands.forEach(Strand::end);
    synchronized (this) {
      tally.add(own);
      runs += ran;
    }
  }

  /** All seeds below are being run already: the lowest broken one is always found. */
  private synchronized void stopAt(Failure found) {
    if (failure == null || found.seed() < failure.seed()) {
      failure = found;
      end.set(found.seed());
    }
  }

  /**
   * What the seed broke, by a run that is as plain as it gets: of its own, or of one of the seeds
   * after it, where one is shorter that breaks the same.
   */
  static Run shrink(long seed) {
    var shrunk = new ArrayList<Run>();
    join(
        Thread.ofVirtual()
            .start(
                () -> {
                  var strands = Scheduler.strands();
                  var broken = Run.of(Choices.of(seed), strands, false);
                  var invariant = broken.violation().orElseThrow().invariant();
                  var shortest =
                      LongStream.rangeClosed(seed, seed + OTHERS)
                          .mapToObj(other -> Run.of(Choices.of(other), strands, false))
                          .filter(run -> run.breaks(invariant))
                          .min(Comparator.comparingInt(run -> run.choices().length))
                          .orElseThrow();
                  shrunk.add(Shrinker.shrink(shortest, strands));
                  strands.forEach(Strand::end);
                }));
    return shrunk.getFirst();
  }

  private static void join(Thread worker) {
    try {
      worker.join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }
}
