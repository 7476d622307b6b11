package dev.eventfold.gcp;

import java.util.function.Supplier;

/** A value that is made when it is first asked for, once: if that fails, at the next time. */
public final class Lazy<T> implements Supplier<T> {

  private Supplier<T> make;
  private T value;

  public Lazy(Supplier<T> make) {
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
