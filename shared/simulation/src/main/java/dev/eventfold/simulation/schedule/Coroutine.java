package dev.eventfold.simulation.schedule;

import java.util.concurrent.locks.LockSupport;

/**
 * A thread that runs only while its turn lasts: the scheduler and its coroutines pass one turn
 * around, so exactly one of them runs. Reused from task to task.
 */
public final class Coroutine {

  private final Thread thread;
  private Thread scheduler;
  private Runnable task;
  private volatile boolean isItsTurn;

  Coroutine() {
    thread = Thread.ofVirtual().unstarted(this::loop);
    thread.start();
  }

  void assign(Runnable next) {
    task = next;
  }

  /** For the scheduler: returns when the coroutine has paused, or its task has ended. */
  void resume() {
    scheduler = Thread.currentThread();
    isItsTurn = true;
    LockSupport.unpark(thread);
    while (isItsTurn) {
      LockSupport.park(this);
    }
  }

  /** For the coroutine itself: returns when it is its turn again. */
  void pause() {
    isItsTurn = false;
    LockSupport.unpark(scheduler);
    awaitTurn();
  }

  boolean isFree() {
    return task == null;
  }

  private void awaitTurn() {
    while (!isItsTurn) {
      LockSupport.park(this);
    }
  }

  private void loop() {
    while (true) {
      awaitTurn();
      if (task == null) {
        return;
      }
      task.run();
      task = null;
      isItsTurn = false;
      LockSupport.unpark(scheduler);
    }
  }

  /** Ends a thread that has nothing to do. */
  public void end() {
    isItsTurn = true;
    LockSupport.unpark(thread);
  }
}
