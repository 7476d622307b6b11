package dev.eventfold.simulation;

import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.choices.Violation;
import dev.eventfold.simulation.schedule.Coroutine;
import dev.eventfold.simulation.schedule.Scheduler;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongPredicate;
import java.util.stream.LongStream;

/** Many runs of a scenario, as many at a time as there are cores, each by a seed. */
public final class Campaign {

  private static final int OTHERS = 200;

  /** A seed that broke something. */
  public record Failure(long seed, Violation violation) {}

  /**
   * What came of it.
   *
   * @param failure the first seed's, whatever was found first
   */
  public record Result(long runs, Counters counters, Optional<Failure> failure) {}

  private final Simulator simulator;

  private Campaign(Simulator simulator) {
    this.simulator = simulator;
  }

  public static Campaign of(Scenario scenario) {
    return new Campaign(new Simulator(scenario));
  }

  /** Runs the first so many seeds in order, up to the first that breaks something. */
  public Result run(long seeds) {
    return run(0, seeds, ran -> {});
  }

  /**
   * Runs some seeds in order, up to the first that breaks something.
   *
   * @param progress is told how many more were run
   */
  public Result run(long first, long count, LongConsumer progress) {
    return new Search(first, first + count, seed -> true, progress).run();
  }

  /**
   * Runs so many seeds that have such faults, from one on.
   *
   * @param traits of {@link FaultRates#has}
   */
  public Result run(long first, long count, Collection<String> traits) {
    LongPredicate wanted = seed -> traits.stream().allMatch(new FaultRates(Choices.of(seed))::has);
    long end =
        LongStream.iterate(first, seed -> seed + 1)
            .filter(wanted)
            .skip(count)
            .findFirst()
            .orElseThrow();
    return new Search(first, end, wanted, ran -> {}).run();
  }

  /** The runs of some seeds. */
  private final class Search {

    private final AtomicLong next;
    private final AtomicLong end;
    private final LongPredicate wanted;
    private final LongConsumer progress;
    private final Counters counters = new Counters();
    private long runs;
    private Failure failure;
    private Optional<Throwable> broken = Optional.empty();

    Search(long first, long end, LongPredicate wanted, LongConsumer progress) {
      this.next = new AtomicLong(first);
      this.end = new AtomicLong(end);
      this.wanted = wanted;
      this.progress = progress;
    }

    public Result run() {
      withoutGateway(this::search);
      broken.ifPresent(
          cause -> {
            throw new IllegalStateException("The simulator or its scenario failed.", cause);
          });
      return new Result(runs, counters, Optional.ofNullable(failure));
    }

    private void search() {
      var workers = new ArrayList<Thread>();
      for (int i = 0; i < Runtime.getRuntime().availableProcessors(); i++) {
        workers.add(Thread.ofVirtual().start(this::workOrStop));
      }
      workers.forEach(Campaign::join);
    }

    private void workOrStop() {
      try {
        work();
      } catch (RuntimeException | Error failed) {
        synchronized (this) {
          broken = Optional.of(failed);
          end.set(0);
        }
      }
    }

    private void work() {
      var coroutines = Scheduler.coroutines();
      var own = new Counters();
      long ran = 0;
      while (true) {
        long seed = next.getAndIncrement();
        if (seed >= end.get()) {
          break;
        }
        if (!wanted.test(seed)) {
          continue;
        }
        var run = simulator.run(Choices.of(seed), coroutines, false);
        own.add(run.counters());
        ran++;
        progress.accept(1);
        run.violation().ifPresent(violation -> stopAt(new Failure(seed, violation)));
      }
      coroutines.forEach(Coroutine::end);
      synchronized (this) {
        counters.add(own);
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
  }

  /**
   * What the seed broke, by a run that is as plain as it gets: of its own, or of one of the seeds
   * after it, where one is shorter that breaks the same.
   */
  public Run shrink(long seed) {
    var shrunk = new ArrayList<Run>();
    withoutGateway(() -> join(Thread.ofVirtual().start(() -> shrunk.add(shrunk(seed)))));
    return shrunk.getFirst();
  }

  private Run shrunk(long seed) {
    var coroutines = Scheduler.coroutines();
    var broken = simulator.run(Choices.of(seed), coroutines, false);
    var invariant = broken.violation().orElseThrow().invariant();
    var shortest =
        LongStream.rangeClosed(seed, seed + OTHERS)
            .mapToObj(other -> simulator.run(Choices.of(other), coroutines, false))
            .filter(run -> run.breaks(invariant))
            .min(Comparator.comparingInt(run -> run.choices().length))
            .orElseThrow();
    var run = Shrinker.shrink(simulator, shortest, coroutines);
    coroutines.forEach(Coroutine::end);
    return run;
  }

  /** Has settings as a {@link Simulator} needs them, and then as they were. */
  private static void withoutGateway(Runnable work) {
    var settings = Map.of("eventfold.auth", "off", "log.severity", "OFF");
    var before = new HashMap<String, Optional<String>>();
    settings.forEach(
        (name, value) -> before.put(name, Optional.ofNullable(System.setProperty(name, value))));
    try {
      work.run();
    } finally {
      before.forEach(
          (name, value) ->
              value.ifPresentOrElse(
                  it -> System.setProperty(name, it), () -> System.clearProperty(name)));
    }
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
