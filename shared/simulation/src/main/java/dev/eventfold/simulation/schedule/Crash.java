package dev.eventfold.simulation.schedule;

/** The process ends here: an error that no code of the system catches. */
final class Crash extends Error {

  private static final long serialVersionUID = 1;

  Crash() {
    super("crash", null, false, false);
  }
}
