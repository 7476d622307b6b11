package restaurant.google;

import java.util.function.Supplier;

/** A value that is made when it is first asked for, once. */
final class Lazy<T> implements Supplier<T> {

  private Supplier<T> make;
  private T value;

  Lazy(Supplier<T> make) {
    this.make = make;
  }

  @Override
  public synchronized T get() {
    if (make != null) {
      value = make.get();
      make = null;
    }
    return value;
  }
}
