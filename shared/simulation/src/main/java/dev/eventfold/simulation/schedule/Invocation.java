package dev.eventfold.simulation.schedule;

import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * A function at work, on a coroutine.
 *
 * @param <T> what it answers
 */
final class Invocation<T> {

  private final Supplier<String> what;
  private final Instance<?> instance;
  private final Supplier<T> work;
  private final Consumer<Optional<T>> whenOver;
  private final Coroutine coroutine;
  private Optional<T> answer = Optional.empty();
  private Optional<Throwable> failure = Optional.empty();
  private boolean isAwaited = true;
  private long calls;

  /**
   * @param whenOver gets the answer, or nothing where there is none, on the scheduler
   */
  Invocation(
      Supplier<String> what,
      Instance<?> instance,
      Supplier<T> work,
      Consumer<Optional<T>> whenOver,
      Coroutine coroutine) {
    this.what = what;
    this.instance = instance;
    this.work = work;
    this.whenOver = whenOver;
    this.coroutine = coroutine;
    coroutine.assign(this::work);
  }

  private void work() {
    try {
      answer = Optional.of(work.get());
    } catch (Crash crash) {
      // No answer.
    } catch (Throwable unexpected) {
      failure = Optional.of(unexpected);
    }
  }

  /** Goes on until it pauses or ends; true at its end. */
  boolean resume() {
    coroutine.resume();
    return coroutine.isFree();
  }

  void pause() {
    coroutine.pause();
  }

  void called() {
    calls++;
  }

  /** How many calls of ports it has made. */
  long calls() {
    return calls;
  }

  Instance<?> instance() {
    return instance;
  }

  Coroutine coroutine() {
    return coroutine;
  }

  Optional<Throwable> failure() {
    return failure;
  }

  /** Hands the answer over, if somebody still waits for it. */
  void over(boolean answerIsLost) {
    if (isAwaited) {
      isAwaited = false;
      whenOver.accept(answerIsLost ? Optional.empty() : answer);
    }
  }

  boolean hasAnswer() {
    return isAwaited && answer.isPresent();
  }

  /** Nobody waits any longer, and it does not know. */
  void abandon() {
    over(true);
  }

  @Override
  public String toString() {
    return what.get();
  }
}
