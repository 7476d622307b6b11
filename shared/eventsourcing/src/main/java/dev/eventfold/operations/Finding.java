package dev.eventfold.operations;

import java.util.List;

/**
 * A document that is not what the events say.
 *
 * @param fields what differs: fields of the body or the index, or "version"
 */
public record Finding(String collection, String document, Kind kind, List<String> fields) {

  /** What is wrong with it. */
  public enum Kind {
    /** It is not the fold of the events that it has applied. */
    DIFFERS,
    /** Somebody else has written what can't be read as a document. */
    CORRUPT,
    /** It is not there. */
    MISSING,
    /** No event speaks of it. */
    UNKNOWN,
    /** It is right as far as it goes, and has not applied events for longer than it should take. */
    BEHIND,
    /**
     * It can't be judged: another version of the code has applied an event that this one can't
     * understand, or has given it another shape.
     */
    UNREADABLE
  }

  @Override
  public String toString() {
    var what = kind.name().toLowerCase(java.util.Locale.ROOT);
    return "%s/%s %s%s"
        .formatted(
            collection, document, what, fields.isEmpty() ? "" : ": " + String.join(", ", fields));
  }
}
