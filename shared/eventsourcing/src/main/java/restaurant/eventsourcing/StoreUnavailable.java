package restaurant.eventsourcing;

/** A store or the bus did not answer in time. What was asked may or may not have happened. */
public final class StoreUnavailable extends RuntimeException {

  public StoreUnavailable(String what, Throwable cause) {
    super(what, cause);
  }
}
