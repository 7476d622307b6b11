package restaurant.eventsourcing.operations;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;
import restaurant.eventsourcing.Document;
import restaurant.eventsourcing.Feed;
import restaurant.eventsourcing.Ids;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.eventsourcing.UnreadableEvent;

/**
 * A log at a moment beside the events that it must hold. Entries and events come in different
 * orders, and neither are held: each is hashed into one of many sums, entries added, events taken
 * away. Only what falls into a sum that is not zero is looked at closely.
 */
final class LogCheck {

  private static final int SUMS = 4_096;
  private static final int SUMS_AT_ONCE = 16;
  private static final int BATCH = 300;
  private static final int HEX = 16;

  private final ViewAt view;

  LogCheck(ViewAt view) {
    this.view = view;
  }

  /** An event and the entry that it makes; empty where nobody can say. */
  private record Entry(RecordedEvent event, Optional<Document.Content> content) {

    String id() {
      return event.id();
    }
  }

  /** Everything. */
  void all(LongConsumer progress, Consumer<Finding> found) {
    var sums = new long[SUMS];
    documents(
        id -> true,
        document -> {
          progress.accept(1);
          sums[sum(document.id())] += hash(document.content());
        });
    var young = new ArrayList<Entry>();
    entries(
        progress,
        entry -> {
          if (isYoung(entry)) {
            young.add(entry);
            if (young.size() == BATCH) {
              takeThoseThere(young, sums);
            }
          } else {
            sums[sum(entry.id())] -= hash(entry);
          }
        });
    takeThoseThere(young, sums);
    for (var suspicious = suspicious(sums, 0);
        !suspicious.isEmpty();
        suspicious = suspicious(sums, suspicious.length())) {
      var close = suspicious;
      closely(id -> close.get(sum(id)), progress, found);
    }
  }

  private static BitSet suspicious(long[] sums, int from) {
    var suspicious = new BitSet(SUMS);
    for (int i = from; i < SUMS && suspicious.cardinality() < SUMS_AT_ONCE; i++) {
      suspicious.set(i, sums[i] != 0);
    }
    return suspicious;
  }

  private void takeThoseThere(List<Entry> young, long[] sums) {
    var there = there(young.stream().map(Entry::id).toList());
    for (var entry : young) {
      if (there.containsKey(entry.id())) {
        sums[sum(entry.id())] -= hash(entry);
      }
    }
    young.clear();
  }

  /** What the events make of entries, and what is there. */
  private void closely(Predicate<String> wanted, LongConsumer progress, Consumer<Finding> found) {
    var there = new HashMap<String, Document>();
    documents(wanted, document -> there.put(document.id(), document));
    compare(wanted, there, progress, comparison -> comparison.finding(view.now()).ifPresent(found));
  }

  /** Only what the events since a time have made. */
  void since(Instant since, LongConsumer progress, Consumer<Finding> found) {
    var batch = new ArrayList<Entry>();
    for (var feed : view.feeds()) {
      view.patience()
          .since(
              view.sources().eventHistory(feed.source()),
              since,
              event -> {
                progress.accept(1);
                entry(feed, event).ifPresent(batch::add);
                if (batch.size() == BATCH) {
                  compare(batch, found);
                }
              });
    }
    compare(batch, found);
  }

  private void compare(List<Entry> batch, Consumer<Finding> found) {
    var there = there(batch.stream().map(Entry::id).toList());
    for (var entry : batch) {
      comparison(entry, Optional.ofNullable(there.get(entry.id())))
          .finding(view.now())
          .ifPresent(found);
    }
    batch.clear();
  }

  /** Single entries, each as it is and as it must be. */
  void compare(Collection<String> ids, LongConsumer progress, Consumer<Comparison> each) {
    compare(ids::contains, there(List.copyOf(ids)), progress, each);
  }

  /** Whatever is there and of no event is left to be compared with nothing. */
  private void compare(
      Predicate<String> wanted,
      Map<String, Document> there,
      LongConsumer progress,
      Consumer<Comparison> each) {
    entries(
        progress,
        entry -> {
          if (wanted.test(entry.id())) {
            each.accept(comparison(entry, Optional.ofNullable(there.remove(entry.id()))));
          }
        });
    there
        .values()
        .forEach(
            unknown ->
                each.accept(
                    new Comparison(
                        view.key(unknown.id()),
                        Optional.of(unknown),
                        Document.Content.checkpoint(unknown.id(), 0))));
  }

  private Comparison comparison(Entry entry, Optional<Document> there) {
    boolean isMissing = Documents.content(there).isEmpty();
    var expected =
        entry
            .content()
            // On its way, perhaps.
            .filter(content -> !isMissing || !isYoung(entry))
            .orElseGet(() -> Document.Content.checkpoint(entry.id(), 0));
    var comparison = new Comparison(view.key(entry.id()), there, expected);
    if (entry.content().isEmpty() && !isYoung(entry) || there.filter(view::isForeign).isPresent()) {
      comparison.isUnreadable();
    }
    return comparison;
  }

  private Map<String, Document> there(List<String> ids) {
    var there = new TreeMap<String, Document>();
    for (int i = 0; i < ids.size(); i += BATCH) {
      var keys = ids.subList(i, Math.min(i + BATCH, ids.size())).stream().map(view::key).toList();
      view.patience()
          .await(() -> view.moment().get(keys))
          .forEach((key, found) -> there.put(key.id(), found));
    }
    return there;
  }

  private boolean isYoung(Entry entry) {
    return entry.event().timestamp().isAfter(view.late());
  }

  /** The entries that there are, except for those that the database may delete any time. */
  private void documents(Predicate<String> wanted, Consumer<Document> each) {
    var documents = view.patience().documents(view.moment(), view.collection(), "");
    while (documents.peek().isPresent()) {
      var document = documents.next();
      if (wanted.test(document.id()) && !Documents.isExpired(document.content(), view.now())) {
        each.accept(document);
      }
    }
  }

  /** The entries that there must be. */
  private void entries(LongConsumer progress, Consumer<Entry> each) {
    for (var feed : view.feeds()) {
      view.patience()
          .streams(
              view.sources().eventHistory(feed.source()),
              "",
              "",
              event -> {
                progress.accept(1);
                entry(feed, event).ifPresent(each);
              });
    }
  }

  private Optional<Entry> entry(Feed<?, ?> feed, RecordedEvent event) {
    try {
      return feed.entry(event)
          .filter(content -> !Documents.isExpired(content, view.now()))
          .map(content -> new Entry(event, Optional.of(content)));
    } catch (UnreadableEvent e) {
      return Optional.of(new Entry(event, Optional.empty()));
    }
  }

  private static int sum(String id) {
    return Math.floorMod(id.hashCode(), SUMS);
  }

  private static long hash(Entry entry) {
    // What can't be made is not there, and not zero either.
    return entry.content().map(LogCheck::hash).orElse(1L);
  }

  private static long hash(Document.Content content) {
    var read = Documents.asRead(content);
    var text =
        read.id()
            + " "
            + read.version()
            + read.body().map(Json::text).orElse("")
            + new TreeMap<>(read.index());
    return Long.parseUnsignedLong(Ids.hash(text).substring(0, HEX), HEX);
  }
}
