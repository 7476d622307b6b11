package restaurant.simulator;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import restaurant.google.Backend;

/**
 * The instances of one function. One that was replaced still ends what it is at.
 *
 * @param <F> the function
 */
final class Fleet<F> {

  private final String name;
  private final Function<Backend, F> make;
  private final List<Instance<F>> instances = new ArrayList<>();
  private int made;

  Fleet(String name, Function<Backend, F> make) {
    this.name = name;
    this.make = make;
  }

  /**
   * @param index of the instance; there may not be one yet
   * @param restart a fresh one in its place
   */
  Instance<F> instance(int index, boolean restart, Function<Instance<?>, Backend> ports) {
    instances.removeIf(Instance::isDead);
    if (index < instances.size() && !restart) {
      return instances.get(index);
    }
    var fresh = new Instance<F>("%s#%d".formatted(name, ++made));
    fresh.load(make.apply(ports.apply(fresh)));
    if (index < instances.size()) {
      instances.set(index, fresh);
    } else {
      instances.add(fresh);
    }
    return fresh;
  }
}
