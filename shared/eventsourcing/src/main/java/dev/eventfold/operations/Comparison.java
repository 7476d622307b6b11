package dev.eventfold.operations;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventLog.Slot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** A document beside what its events make of it. */
final class Comparison {

  private final QueryStore.Key key;
  private final Optional<Document> there;
  private Document.Content expected;
  private boolean isBehind;
  private Optional<String> stuck = Optional.empty();
  private boolean isUnreadable;
  private boolean isInDoubt;

  /**
   * @param there what is there
   * @param start what its own stream starts from: what was gathered from many streams, or nothing
   */
  Comparison(QueryStore.Key key, Optional<Document> there, Document.Content start) {
    this.key = key;
    this.there = there;
    this.expected = start;
  }

  /**
   * The next place of the document's own stream.
   *
   * @param late events up to then should have been applied
   */
  void next(Feed<?, ?> feed, Slot slot, Instant late) {
    boolean isApplied = slot.version() <= Documents.version(there);
    if (isUnreadable || stuck.isPresent()) {
      return;
    }
    try {
      var event = slot.event();
      if (isApplied) {
        expected = feed.evolve(expected, event);
      } else {
        feed.types().read(event);
        isBehind |= isLate(slot, late);
      }
    } catch (UnreadableEvent | NoEvent e) {
      if (isApplied) {
        isUnreadable = true;
      } else if (isLate(slot, late)) {
        isStuck(e.getMessage());
      }
    }
  }

  /** Whether what is there is old enough, or nobody can say how old it is. */
  static boolean isLate(Slot slot, Instant late) {
    return slot.readable().filter(event -> event.timestamp().isAfter(late)).isEmpty();
  }

  /** An event that is old enough has not been applied. */
  void isBehind() {
    isBehind = true;
  }

  /** What it has to apply next, or later, can't be read. */
  void isStuck(String why) {
    stuck = Optional.of(why);
  }

  /** Why it can't be read on. */
  Optional<String> stuck() {
    return stuck;
  }

  /** An event that is applied in it can't be understood: nobody can say what it must be. */
  void isUnreadable() {
    isUnreadable = true;
  }

  /** It may hold more than what is known here: if it is not what it must be, nobody can say. */
  void isInDoubt() {
    isInDoubt = true;
  }

  QueryStore.Key key() {
    return key;
  }

  Optional<Document> there() {
    return there;
  }

  /** What must be there; empty for nothing. */
  Optional<Document.Content> expected() {
    return Optional.of(Documents.asRead(expected)).filter(content -> !content.isBlank());
  }

  /** Whether it is what it must be, as far as it goes. */
  boolean isRight() {
    return !isCorrupt() && Documents.content(there).equals(expected());
  }

  private boolean isCorrupt() {
    return there.filter(Document::isCorrupt).isPresent();
  }

  /** Whether events must be applied to it, once it is what it must be as far as it goes. */
  boolean lacksEvents() {
    // Of what was corrupt, those too whose messages have just come.
    return isBehind || isCorrupt();
  }

  boolean isBeyondUs() {
    return isUnreadable || isInDoubt && !isRight();
  }

  Optional<Finding> finding(Instant now) {
    var actual = Documents.content(there);
    if (isCorrupt()) {
      return Optional.of(of(Finding.Kind.CORRUPT, List.of()));
    }
    if (isBeyondUs()) {
      return Optional.of(of(Finding.Kind.UNREADABLE, List.of()));
    }
    if (isRight()) {
      return isBehind
          ? Optional.of(lacking(actual.isEmpty()))
          : stuck.map(why -> of(Finding.Kind.STUCK, List.of()));
    }
    if (expected.mayBeGone(now)) {
      // May be there or not, and as it was made when it was to be kept for another time.
      return Optional.empty();
    }
    if (actual.isEmpty()) {
      return Optional.of(of(Finding.Kind.MISSING, List.of()));
    }
    return Optional.of(
        expected()
            .map(it -> of(Finding.Kind.DIFFERS, Documents.differences(actual.orElseThrow(), it)))
            .orElseGet(() -> of(Finding.Kind.UNKNOWN, List.of())));
  }

  private Finding lacking(boolean all) {
    return of(all ? Finding.Kind.MISSING : Finding.Kind.BEHIND, List.of());
  }

  private Finding of(Finding.Kind kind, List<String> fields) {
    return new Finding(key.collection(), key.id(), kind, fields);
  }
}
