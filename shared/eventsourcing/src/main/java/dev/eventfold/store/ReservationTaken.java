package dev.eventfold.store;

/** The value is claimed already, by another stream. */
public final class ReservationTaken extends RuntimeException {

  private final transient Reservation reservation;

  public ReservationTaken(Reservation reservation) {
    super(reservation.taken(), null, false, false);
    this.reservation = reservation;
  }

  public Reservation reservation() {
    return reservation;
  }
}
