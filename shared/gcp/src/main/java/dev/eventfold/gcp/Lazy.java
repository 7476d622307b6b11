package dev.eventfold.gcp;

import java.time.Duration;
import java.time.Instant;
import java.util.function.Supplier;

/**
 * A value that is made when it is first asked for, once, or once in a while: if that fails, at the
 * next time.
 */
public final class Lazy<T> implements Supplier<T> {

  private final Supplier<T> make;
  private final Duration kept;
  private T value;
  private Instant until = Instant.MIN;

  public Lazy(Supplier<T> make) {
    this(make, Duration.ZERO);
  }

  /**
   * @param kept for how long it is good; 0 for ever
   */
  public Lazy(Supplier<T> make, Duration kept) {
    this.make = make;
    this.kept = kept;
  }

  @Override
  public synchronized T get() {
    if (value == null || !kept.isZero() && Instant.now().isAfter(until)) {
      value = make.get();
      until = Instant.now().plus(kept);
    }
    return value;
  }
}
