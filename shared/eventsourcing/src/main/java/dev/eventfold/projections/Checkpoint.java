package dev.eventfold.projections;

/** Where a projector keeps how far it has applied a stream. */
public enum Checkpoint {
  /** In the one document that is named as the stream: one write an event. */
  IN_DOCUMENT,
  /**
   * In a document of its own per stream, in the same commit, for views over many streams. It moves
   * only with events that change something, so that the others cost nothing; they are read when a
   * later one closes the gap.
   */
  PER_STREAM,
  /** Nowhere: every event makes one document, named by the event's id, in any order. */
  NONE
}
