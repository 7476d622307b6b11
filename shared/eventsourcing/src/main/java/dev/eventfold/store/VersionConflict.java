package dev.eventfold.store;

/** Somebody else appended to the stream first. */
public final class VersionConflict extends RuntimeException {

  public VersionConflict(String stream, long expectedVersion) {
    super("stream %s is past version %d".formatted(stream, expectedVersion), null, false, false);
  }
}
