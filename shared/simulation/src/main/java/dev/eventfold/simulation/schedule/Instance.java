package dev.eventfold.simulation.schedule;

/**
 * One process with a function in it.
 *
 * @param <F> the function
 */
public final class Instance<F> {

  private final String name;
  private final boolean isNext;
  private F function;
  private boolean isDead;
  private boolean isLong;

  /**
   * @param isNext whether it is of the next version, where there is one
   */
  Instance(String name, boolean isNext) {
    this.name = name;
    this.isNext = isNext;
  }

  public boolean isNext() {
    return isNext;
  }

  void load(F made) {
    function = made;
  }

  public F function() {
    return function;
  }

  /** What runs in it may take longer than any request. */
  public void takeLong() {
    isLong = true;
  }

  boolean isLong() {
    return isLong;
  }

  /** All that runs in it ends where it is. */
  void die() {
    isDead = true;
  }

  boolean isDead() {
    return isDead;
  }

  @Override
  public String toString() {
    return isNext ? name + " of the next" : name;
  }
}
