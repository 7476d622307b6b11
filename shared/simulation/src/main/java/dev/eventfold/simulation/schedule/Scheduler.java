package dev.eventfold.simulation.schedule;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.processes.Outside;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.choices.Fault;
import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.choices.Trace;
import dev.eventfold.simulation.choices.Violation;
import dev.eventfold.simulation.world.FaultyBackend;
import dev.eventfold.simulation.world.World;
import dev.eventfold.store.ReservationTaken;
import dev.eventfold.store.TransientFailure;
import dev.eventfold.store.VersionConflict;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Lets one invocation run at a time, up to its next call of a port, and fails calls. */
public final class Scheduler {

  /** In steps. */
  private static final int[] LATE_BY = {1, 8, 40, 200};

  private static final List<Duration> FROZEN_FOR =
      List.of(Duration.ofMinutes(1), Duration.ofMinutes(10), Duration.ofHours(2));

  /** What others do meanwhile. */
  private static final int[] FROZEN_STEPS = {10, 60, 300};

  /** What others do while one waits. */
  private static final int[] WAITING_STEPS = {3, 15, 60};

  private static final int A_LITTLE_LONGER = 5;
  private static final Duration LONGEST_CALL = Duration.ofSeconds(10);

  /** How far a clock is off at worst, either way. */
  public static final Duration WORST_SKEW = Duration.ofMinutes(45);

  private static final List<Duration> SKEWS =
      List.of(
          Duration.ofSeconds(-2),
          Duration.ofSeconds(2),
          Duration.ofMinutes(-5),
          Duration.ofMinutes(5),
          WORST_SKEW.negated(),
          WORST_SKEW);

  private final Deque<Coroutine> coroutines;
  private final Choices choices;
  private final FaultRates rates;
  private final Trace trace;
  private final Counters counters;
  private final World world;
  private final Timetable later = new Timetable();
  private final List<Invocation<?>> paused = new ArrayList<>();
  private final List<Invocation<?>> frozen = new ArrayList<>();
  private final List<Invocation<?>> waiting = new ArrayList<>();
  private Invocation<?> running;
  private boolean isOver;

  /**
   * @param coroutines that are free, for use and return
   */
  public Scheduler(
      Deque<Coroutine> coroutines,
      Choices choices,
      FaultRates rates,
      Trace trace,
      Counters counters,
      World world) {
    this.coroutines = coroutines;
    this.choices = choices;
    this.rates = rates;
    this.trace = trace;
    this.counters = counters;
    this.world = world;
  }

  public static Deque<Coroutine> coroutines() {
    return new ArrayDeque<>();
  }

  public int paused() {
    return paused.size();
  }

  /** Lets happen what was put off to this step: commits land, frozen invocations go on. */
  public void tick(int step) {
    later.tick(step);
  }

  /** Lets happen what comes first of what was put off; false where nothing was. */
  public boolean hurry() {
    return later.hurry();
  }

  public <T> void start(
      Supplier<String> what,
      Instance<?> instance,
      Supplier<T> work,
      Consumer<Optional<T>> whenOver) {
    counters.add(Counters.Count.INVOCATIONS);
    var coroutine = coroutines.isEmpty() ? new Coroutine() : coroutines.pop();
    go(new Invocation<>(what, instance, work, whenOver, coroutine));
  }

  public void resume(int index) {
    go(paused.remove(index));
  }

  private void go(Invocation<?> invocation) {
    running = invocation;
    boolean isAtEnd = invocation.resume();
    running = null;
    if (!isAtEnd) {
      if (frozen.contains(invocation)) {
        // Whoever called it has given up by then.
        invocation.abandon();
      } else if (!waiting.contains(invocation)) {
        paused.add(invocation);
      }
      return;
    }
    coroutines.push(invocation.coroutine());
    if (isOver) {
      return;
    }
    if (invocation.failure().isPresent()) {
      throw new Violation.Found(
          "no function fails unexpectedly", invocation + ": " + invocation.failure().get());
    }
    boolean answerIsLost = invocation.hasAnswer() && choices.chance(rates.rate(Fault.LOST_ACK));
    if (answerIsLost) {
      counters.add(Fault.LOST_ACK);
      trace.add(() -> "  %s: the answer is lost".formatted(invocation));
    }
    invocation.over(answerIsLost);
  }

  /**
   * Lets so much time pass, and something happen then. No function and no call takes so long, but
   * where the process is frozen: who is at work must have ended, or have called often.
   */
  public void pass(Duration time, Runnable then) {
    var calls = new HashMap<Invocation<?>, Long>();
    paused.forEach(it -> calls.put(it, it.calls() + time.dividedBy(LONGEST_CALL)));
    pass(time, then, calls, WAITING_STEPS[choices.below(WAITING_STEPS.length)]);
  }

  private void pass(Duration time, Runnable then, Map<Invocation<?>, Long> calls, int steps) {
    later.in(
        steps,
        () -> {
          if (paused.stream().anyMatch(it -> isAt(it, calls))) {
            pass(time, then, calls, A_LITTLE_LONGER);
          } else {
            world.advance(time);
            then.run();
          }
        });
  }

  /** Whether it can't have come further. */
  private static boolean isAt(Invocation<?> invocation, Map<Invocation<?>, Long> calls) {
    return calls.containsKey(invocation)
        && (!invocation.instance().isLong() || invocation.calls() < calls.get(invocation));
  }

  /** The outside as an instance sees it. */
  public FaultyBackend ports(Instance<?> instance) {
    var skew = skew(instance);
    return new FaultyBackend(world, new InstanceGate(instance), () -> world.now().plus(skew));
  }

  private Duration skew(Instance<?> instance) {
    if (!choices.chance(rates.rate(Fault.SKEW))) {
      return Duration.ZERO;
    }
    counters.add(Fault.SKEW);
    var skew = SKEWS.get(choices.below(SKEWS.size()));
    trace.add(() -> "  the clock of %s is off by %s".formatted(instance, skew));
    return skew;
  }

  private final class InstanceGate implements FaultyBackend.Gate {

    private final Instance<?> instance;

    InstanceGate(Instance<?> instance) {
      this.instance = instance;
    }

    @Override
    public <T> T commit(
        Supplier<String> what, Supplier<T> effect, Supplier<? extends RuntimeException> aborted) {
      letOthersRun();
      return switch (choices.oneOf(rates.rate(Fault.LATE_COMMIT), rates.rate(Fault.ABORTED))) {
        case 1 -> throw late(what, effect);
        case 2 -> {
          counters.add(Fault.ABORTED);
          say("is aborted: " + traced(what));
          throw aborted.get();
        }
        default -> attempt(what, effect);
      };
    }

    /** It lands when it lands, on what is there by then. */
    private TransientFailure late(Supplier<String> what, Supplier<?> effect) {
      counters.add(Fault.LATE_COMMIT);
      var who = running;
      say("gets no answer yet: " + traced(what));
      later.in(
          LATE_BY[choices.below(LATE_BY.length)],
          () -> {
            try {
              effect.get();
              trace.add(() -> "  %s, late: %s".formatted(who, what.get()));
            } catch (VersionConflict
                | ReservationTaken
                | QueryStore.ConcurrentWrite
                | Outside.Refused refused) {
              trace.add(() -> "  %s, too late: %s".formatted(who, what.get()));
            }
          });
      return new TransientFailure("simulated", null);
    }

    @Override
    public <T> T call(Supplier<String> what, Supplier<T> effect) {
      letOthersRun();
      return attempt(what, effect);
    }

    private <T> T attempt(Supplier<String> what, Supplier<T> effect) {
      running.called();
      switch (choices.oneOf(rates.rate(Fault.CRASH), rates.rate(Fault.UNAVAILABLE))) {
        case 1 -> throw crash("before it " + traced(what));
        case 2 -> {
          counters.add(Fault.UNAVAILABLE);
          say("is refused: " + traced(what));
          throw new TransientFailure("simulated", null);
        }
        default -> {}
      }
      T answer;
      try {
        answer = effect.get();
        say(traced(what));
      } catch (RuntimeException failure) {
        say("%s: %s".formatted(traced(what), failure.getClass().getSimpleName()));
        letOthersRun();
        throw failure;
      }
      letOthersRun();
      switch (choices.oneOf(rates.rate(Fault.CRASH), rates.rate(Fault.LOST_ANSWER))) {
        case 1 -> throw crash("right after that");
        case 2 -> {
          counters.add(Fault.LOST_ANSWER);
          say("gets no answer");
          throw new TransientFailure("simulated", null);
        }
        default -> {
          return answer;
        }
      }
    }

    @Override
    public void standBack() {
      say("stands back");
      pause();
    }

    @Override
    public void pass(Duration time) {
      say("waits for " + time);
      var who = running;
      waiting.add(who);
      Scheduler.this.pass(
          time,
          () -> {
            waiting.remove(who);
            paused.add(who);
          });
      pause();
    }

    private void letOthersRun() {
      switch (choices.oneOf(rates.switches(), rates.rate(Fault.FROZEN))) {
        case 1 -> {
          counters.add(Counters.Count.SWITCHES);
          pause();
        }
        case 2 -> freeze();
        default -> {}
      }
    }

    /** As a process without processor time: it goes on, much later, with what it knew. */
    private void freeze() {
      counters.add(Fault.FROZEN);
      int way = choices.below(FROZEN_FOR.size());
      var time = FROZEN_FOR.get(way);
      var invocation = running;
      say("freezes for " + time);
      frozen.add(invocation);
      later.in(
          FROZEN_STEPS[way],
          () -> {
            world.advance(time);
            frozen.remove(invocation);
            paused.add(invocation);
          });
      pause();
    }

    private void pause() {
      running.pause();
      if (instance.isDead()) {
        throw new Crash();
      }
    }

    private Crash crash(String when) {
      counters.add(Fault.CRASH);
      say("crashes " + when);
      instance.die();
      return new Crash();
    }

    private String traced(Supplier<String> what) {
      return trace.isOn() ? what.get() : "";
    }

    @Override
    public void say(String words) {
      trace.add(() -> "  %s %s".formatted(running, words));
    }
  }

  /** Ends whatever still runs, so that its coroutines can be used again. */
  public void end() {
    isOver = true;
    rates.calm();
    paused.addAll(frozen);
    frozen.clear();
    paused.addAll(waiting);
    waiting.clear();
    while (!paused.isEmpty()) {
      paused.getFirst().instance().die();
      resume(0);
    }
  }
}
