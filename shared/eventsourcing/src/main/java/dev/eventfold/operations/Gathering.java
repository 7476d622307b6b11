package dev.eventfold.operations;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventLog.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * What documents that are made of many streams must hold at a moment, given how far each stream had
 * been applied then. Streams and their checkpoints come in the same order, so that neither is held:
 * only the documents are.
 */
final class Gathering {

  private final DocumentReader moment;
  private final Patience patience;
  private final Instant late;
  private final Predicate<String> wanted;
  private final BiConsumer<Feed<?, ?>, RecordedEvent> pending;
  private final Map<String, Document.Content> documents = new TreeMap<>();
  private final Set<String> behind = new TreeSet<>();
  private final Set<String> unreadable = new TreeSet<>();
  private final List<Comparison> checkpoints = new ArrayList<>();
  private final Set<Finding> noEvents = new LinkedHashSet<>();
  private boolean isInDoubt;

  /**
   * @param late events up to then should have been applied
   * @param wanted the ids of the documents that matter
   * @param pending gets the events that they lack
   */
  Gathering(
      DocumentReader moment,
      Patience patience,
      Instant late,
      Predicate<String> wanted,
      BiConsumer<Feed<?, ?>, RecordedEvent> pending) {
    this.moment = moment;
    this.patience = patience;
    this.late = late;
    this.wanted = wanted;
    this.pending = pending;
  }

  void add(Feed<?, ?> feed, EventLog history, LongConsumer progress) {
    var stream = new OneStream(feed, progress);
    patience.readByKey(history, "", "", stream, none -> add(noEvents, Finding.of(none)));
    stream.end();
  }

  /** What a document must hold of it; nothing of it, at version 0, where no stream speaks of it. */
  Document.Content take(String id) {
    var content = documents.remove(id);
    return content == null ? Document.Content.checkpoint(id, 0) : content;
  }

  /** The documents of which there is something to say that nobody has taken. */
  Set<String> rest() {
    var rest = new TreeSet<>(documents.keySet());
    rest.addAll(behind);
    rest.addAll(unreadable);
    return rest;
  }

  /** Whether a document lacks an event that is old enough; asked once. */
  boolean takeBehind(String id) {
    return behind.remove(id);
  }

  /** Whether an event that is applied in a document cannot be understood; asked once. */
  boolean takeUnreadable(String id) {
    return unreadable.remove(id);
  }

  /** Whether an applied event cannot be understood, so that any document may hold more. */
  boolean isInDoubt() {
    return isInDoubt;
  }

  private static <T> void add(Collection<T> all, T one) {
    if (all.size() < Verifier.MOST) {
      all.add(one);
    }
  }

  /** Places in the streams without an event; at most {@link Verifier#MOST}. */
  Set<Finding> noEvents() {
    return noEvents;
  }

  /**
   * Checkpoints that are corrupt, past the end of their streams, of no stream, or of streams that
   * can't be read on; at most {@link Verifier#MOST}.
   */
  List<Comparison> checkpoints() {
    return checkpoints;
  }

  /** One stream after another, beside its checkpoint. */
  private final class OneStream implements Consumer<Slot> {

    private final Feed<?, ?> feed;
    private final LongConsumer progress;
    private final Patience.Cursor places;
    private final Set<String> touched = new TreeSet<>();
    private String stream = "";
    private Optional<Document> place = Optional.empty();
    private boolean isPlaceLost;
    private long end;
    private boolean isStuck;

    OneStream(Feed<?, ?> feed, LongConsumer progress) {
      this.feed = feed;
      this.progress = progress;
      this.places = patience.documents(moment, feed.checkpoints(), feed.place("").id());
    }

    @Override
    public void accept(Slot slot) {
      progress.accept(1);
      if (!slot.stream().equals(stream)) {
        endOfStream();
        begin(slot.stream());
      }
      end = slot.version();
      if (isStuck) {
        return;
      }
      try {
        one(slot.event());
      } catch (UnreadableEvent | NoEvent e) {
        isStuck = true;
        if (slot.version() <= applied()) {
          // It, and what follows it, may have changed documents that nobody here can name.
          isInDoubt = true;
          touched.stream().filter(wanted).forEach(unreadable::add);
        } else if (Comparison.isLate(slot, late)) {
          stuckPlace(e.getMessage());
        }
      }
    }

    private void begin(String next) {
      stream = next;
      isStuck = false;
      touched.clear();
      var id = feed.place(next).id();
      while (places.peek().filter(it -> it.id().compareTo(id) < 0).isPresent()) {
        wrong(places.next(), 0);
      }
      place = places.peek().filter(it -> it.id().equals(id)).map(it -> places.next());
      isPlaceLost = place.filter(Document::isCorrupt).isPresent();
      if (isPlaceLost) {
        // As good as none, once it is removed.
        wrong(place.get(), 0);
        place = Optional.empty();
      }
    }

    private long applied() {
      return Documents.version(place);
    }

    private void one(RecordedEvent event) {
      var changed = feed.documents(event);
      if (changed.isEmpty()) {
        return;
      }
      touched.addAll(changed);
      if (changed.stream().noneMatch(wanted)) {
        return;
      }
      if (event.version() <= applied()) {
        feed.evolve(event, this::now)
            .forEach(
                (id, content) -> {
                  if (wanted.test(id)) {
                    documents.put(id, content);
                  }
                });
      } else {
        if (isPlaceLost || !event.timestamp().isAfter(late)) {
          changed.stream().filter(wanted).forEach(behind::add);
        }
        pending.accept(feed, event);
      }
    }

    private Document.Content now(String id) {
      return documents.getOrDefault(id, Document.Content.checkpoint(id, 0));
    }

    private void endOfStream() {
      if (applied() > end) {
        wrong(place.get(), end);
      }
    }

    private void stuckPlace(String why) {
      var id = feed.place(stream).id();
      var key = new QueryStore.Key(feed.checkpoints(), id);
      var as = Document.Content.checkpoint(id, applied());
      var comparison = new Comparison(key, place, as);
      comparison.isStuck(why);
      add(checkpoints, comparison);
    }

    private void wrong(Document checkpoint, long version) {
      var key = new QueryStore.Key(feed.checkpoints(), checkpoint.id());
      var right = Document.Content.checkpoint(checkpoint.id(), version);
      add(checkpoints, new Comparison(key, Optional.of(checkpoint), right));
    }

    void end() {
      endOfStream();
      while (places.peek().isPresent()) {
        wrong(places.next(), 0);
      }
    }
  }
}
