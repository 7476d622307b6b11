package dev.eventfold.store;

/** A store or the bus did not answer in time. What was asked may or may not have happened. */
public final class TransientFailure extends RuntimeException {

  public TransientFailure(String what, Throwable cause) {
    super(what, cause);
  }
}
