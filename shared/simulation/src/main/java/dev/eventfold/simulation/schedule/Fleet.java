package dev.eventfold.simulation.schedule;

import dev.eventfold.gcp.Backend;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * The instances of one function. One that was replaced still ends what it is at.
 *
 * @param <F> the function
 */
public final class Fleet<F> {

  private final String name;
  private final Function<Backend, F> make;
  private final Function<Backend, F> next;
  private final BooleanSupplier isNext;
  private final List<Instance<F>> instances = new ArrayList<>();
  private int made;

  /**
   * @param next what the next version makes
   * @param isNext whether an instance that starts now is of that version
   */
  public Fleet(
      String name, Function<Backend, F> make, Function<Backend, F> next, BooleanSupplier isNext) {
    this.name = name;
    this.make = make;
    this.next = next;
    this.isNext = isNext;
  }

  /** Whether there is a next version of it. */
  boolean hasNext() {
    return next != make;
  }

  /** From now on others take what comes. */
  void retire(Predicate<Instance<F>> chosen) {
    instances.removeIf(chosen);
  }

  /**
   * @param index of the instance; there may not be one yet
   * @param restart a fresh one in its place
   */
  public Instance<F> instance(int index, boolean restart, Function<Instance<?>, Backend> ports) {
    instances.removeIf(Instance::isDead);
    if (index < instances.size() && !restart) {
      return instances.get(index);
    }
    boolean isNew = hasNext() && isNext.getAsBoolean();
    var fresh = new Instance<F>("%s#%d".formatted(name, ++made), isNew);
    fresh.load((isNew ? next : make).apply(ports.apply(fresh)));
    if (index < instances.size()) {
      instances.set(index, fresh);
    } else {
      instances.add(fresh);
    }
    return fresh;
  }
}
