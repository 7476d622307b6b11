package dev.eventfold.personal;

/**
 * What looks sealed is not what was sealed here, by the key that it names: somebody has changed it,
 * or moved it from another place.
 */
public final class DoesNotOpen extends RuntimeException {

  DoesNotOpen(String context) {
    super(context + " does not open");
  }
}
