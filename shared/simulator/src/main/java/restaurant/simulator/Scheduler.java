package restaurant.simulator;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;
import restaurant.eventsourcing.StoreUnavailable;
import restaurant.google.Backend;

/** Lets one invocation run at a time, up to its next call of a port, and fails calls. */
final class Scheduler {

  private final Deque<Strand> strands;
  private final Choices choices;
  private final Weather weather;
  private final Trace trace;
  private final Tally tally;
  private final List<Invocation<?>> paused = new ArrayList<>();
  private Invocation<?> running;
  private boolean isOver;

  /**
   * @param strands that are free, for use and return
   */
  Scheduler(Deque<Strand> strands, Choices choices, Weather weather, Trace trace, Tally tally) {
    this.strands = strands;
    this.choices = choices;
    this.weather = weather;
    this.trace = trace;
    this.tally = tally;
  }

  static Deque<Strand> strands() {
    return new ArrayDeque<>();
  }

  int paused() {
    return paused.size();
  }

  <T> void start(
      Supplier<String> what,
      Instance<?> instance,
      Supplier<T> work,
      Consumer<Optional<T>> whenOver) {
    tally.add(Tally.Count.INVOCATIONS);
    var strand = strands.isEmpty() ? new Strand() : strands.pop();
    go(new Invocation<>(what, instance, work, whenOver, strand));
  }

  void resume(int index) {
    go(paused.remove(index));
  }

  private void go(Invocation<?> invocation) {
    running = invocation;
    boolean isAtEnd = invocation.resume();
    running = null;
    if (!isAtEnd) {
      paused.add(invocation);
      return;
    }
    strands.push(invocation.strand());
    if (isOver) {
      return;
    }
    if (invocation.failure().isPresent()) {
      throw new Violation.Found(
          "no function fails unexpectedly", invocation + ": " + invocation.failure().get());
    }
    boolean answerIsLost = invocation.hasAnswer() && choices.chance(weather.rate(Fault.LOST_ACK));
    if (answerIsLost) {
      tally.add(Fault.LOST_ACK);
      trace.add(() -> "  %s: the answer is lost".formatted(invocation));
    }
    invocation.over(answerIsLost);
  }

  /** The outside as an instance sees it. */
  Backend ports(World world, Instance<?> instance) {
    return new Ports(world, new InstanceGate(instance));
  }

  private final class InstanceGate implements Ports.Gate {

    private final Instance<?> instance;

    InstanceGate(Instance<?> instance) {
      this.instance = instance;
    }

    @Override
    public <T> T call(Supplier<String> what, Supplier<T> effect) {
      letOthersRun();
      switch (choices.oneOf(weather.rate(Fault.CRASH), weather.rate(Fault.UNAVAILABLE))) {
        case 1 -> throw crash("before it " + traced(what));
        case 2 -> {
          tally.add(Fault.UNAVAILABLE);
          say("is refused: " + traced(what));
          throw new StoreUnavailable("simulated", null);
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
      switch (choices.oneOf(weather.rate(Fault.CRASH), weather.rate(Fault.LOST_ANSWER))) {
        case 1 -> throw crash("right after that");
        case 2 -> {
          tally.add(Fault.LOST_ANSWER);
          say("gets no answer");
          throw new StoreUnavailable("simulated", null);
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

    private void letOthersRun() {
      if (choices.chance(weather.switches())) {
        tally.add(Tally.Count.SWITCHES);
        pause();
      }
    }

    private void pause() {
      running.pause();
      if (instance.isDead()) {
        throw new Crash();
      }
    }

    private Crash crash(String when) {
      tally.add(Fault.CRASH);
      say("crashes " + when);
      instance.die();
      return new Crash();
    }

    private String traced(Supplier<String> what) {
      return trace.isOn() ? what.get() : "";
    }

    private void say(String words) {
      trace.add(() -> "  %s %s".formatted(running, words));
    }
  }

  /** Ends whatever still runs, so that its strands can be used again. */
  void end() {
    isOver = true;
    weather.calm();
    while (!paused.isEmpty()) {
      paused.getFirst().instance().die();
      resume(0);
    }
  }
}
