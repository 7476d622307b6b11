package dev.eventfold.operations;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.NoEvent;
import java.util.List;
import java.util.Locale;

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
     * It is right as far as it goes, and waits for an event that can't be read: newer code may know
     * it, or there is none.
     */
    STUCK,
    /**
     * It can't be judged: another version of the code has applied an event that this one can't
     * understand, or has given it another shape.
     */
    UNREADABLE,
    /**
     * It is a place in the event store, and there is no event: a hole in a stream, or something
     * that somebody else has written.
     */
    NO_EVENT
  }

  static Finding of(NoEvent none) {
    return new Finding(none.service() + "-events", none.key(), Kind.NO_EVENT, List.of());
  }

  /** The same of the document in another respect. */
  Finding as(Kind other) {
    return new Finding(collection, document, other, List.of());
  }

  /** Where it is. */
  public QueryStore.Key key() {
    return new QueryStore.Key(collection, document);
  }

  @Override
  public String toString() {
    var what = kind.name().toLowerCase(Locale.ROOT).replace('_', ' ');
    return "%s/%s %s%s"
        .formatted(
            collection, document, what, fields.isEmpty() ? "" : ": " + String.join(", ", fields));
  }
}
