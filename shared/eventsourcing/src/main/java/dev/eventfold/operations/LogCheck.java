package dev.eventfold.operations;

import dev.eventfold.documents.Document;
import dev.eventfold.events.Ids;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.json.Json;
import dev.eventfold.projections.Feed;
import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.Predicate;

/**
 * A log at a moment beside the events that it must hold. Entries and events come in another order
 * each, and neither are held: each is hashed into one of many sums, documents and events. Only what
 * falls into a sum of which the two are not the same is looked at closely.
 */
final class LogCheck {

  private static final int SUMS = 4_096;

  private static final int BATCH = 300;
  private static final int HEX = 16;

  private final ViewAt view;

  /** There may have been an event that nobody knows of any more, and an entry of it. */
  private boolean isInDoubt;

  LogCheck(ViewAt view) {
    this.view = view;
  }

  /**
   * An event and the entry that it makes.
   *
   * @param content empty where nobody can say
   * @param why it can't be said
   */
  private record Entry(RecordedEvent event, Optional<Document.Content> content, String why) {

    String id() {
      return event.id();
    }
  }

  /** Everything. */
  void all(LongConsumer progress, Consumer<Finding> found) {
    var documents = new long[SUMS];
    var counts = new int[SUMS];
    documents(
        document -> {
          progress.accept(1);
          if (document.isCorrupt()) {
            found.accept(finding(document.id(), Finding.Kind.CORRUPT));
            return;
          }
          documents[sum(document.id())] += hash(document.content());
          counts[sum(document.id())]++;
        });
    var suspicious = suspicious(documents, events(progress, found));
    if (!suspicious.isEmpty()) {
      closely(suspicious, documents, progress, found);
      unknown(suspicious, documents, counts, progress, found);
    }
  }

  /** What is left of the sums that were looked at closely is of no event. */
  private void unknown(
      BitSet suspicious,
      long[] documents,
      int[] counts,
      LongConsumer progress,
      Consumer<Finding> found) {
    var left = new BitSet(SUMS);
    suspicious.stream().filter(sum -> documents[sum] != 0).forEach(left::set);
    for (int next = left.nextSetBit(0); next >= 0; ) {
      var some = new BitSet(SUMS);
      for (int held = 0;
          next >= 0 && (held == 0 || held + counts[next] <= Verifier.HELD);
          next = left.nextSetBit(next + 1)) {
        some.set(next);
        held += counts[next];
      }
      unknown(some, progress, found);
    }
  }

  /** The sums of the entries that there must be. */
  private long[] events(LongConsumer progress, Consumer<Finding> found) {
    var sums = new long[SUMS];
    var young = new ArrayList<Entry>();
    entries(
        progress,
        entry -> {
          if (isYoung(entry)) {
            young.add(entry);
            if (young.size() == BATCH) {
              addThoseThere(young, sums);
            }
          } else if (!mayBeGone(entry)) {
            sums[sum(entry.id())] += hash(entry);
          }
        },
        found);
    addThoseThere(young, sums);
    return sums;
  }

  private static BitSet suspicious(long[] documents, long[] events) {
    var suspicious = new BitSet(SUMS);
    for (int i = 0; i < SUMS; i++) {
      suspicious.set(i, documents[i] != events[i]);
    }
    return suspicious;
  }

  private void addThoseThere(List<Entry> young, long[] sums) {
    var there = there(young.stream().map(Entry::id).toList());
    for (var entry : young) {
      if (there.containsKey(entry.id()) && !mayBeGone(entry)) {
        sums[sum(entry.id())] += hash(entry);
      }
    }
    young.clear();
  }

  /** What the events make of entries, and what is there, which is taken away from the sums. */
  private void closely(
      BitSet wanted, long[] documents, LongConsumer progress, Consumer<Finding> found) {
    var batch = new ArrayList<Entry>();
    Consumer<Document> seen =
        document -> {
          if (!document.isCorrupt() && !mayBeGone(document)) {
            documents[sum(document.id())] -= hash(document.content());
          }
        };
    entries(
        progress,
        entry -> {
          if (wanted.get(sum(entry.id()))) {
            batch.add(entry);
            if (batch.size() == BATCH) {
              compare(batch, seen, found);
            }
          }
        },
        found);
    compare(batch, seen, found);
  }

  /** The entries that no event speaks of. */
  private void unknown(BitSet wanted, LongConsumer progress, Consumer<Finding> found) {
    var ids = new TreeSet<String>();
    documents(
        document -> {
          if (!document.isCorrupt() && wanted.get(sum(document.id()))) {
            ids.add(document.id());
          }
        });
    entries(progress, entry -> ids.remove(entry.id()), found);
    var kind = isInDoubt ? Finding.Kind.UNREADABLE : Finding.Kind.UNKNOWN;
    ids.forEach(id -> found.accept(finding(id, kind)));
  }

  private Finding finding(String id, Finding.Kind kind) {
    return new Finding(view.collection(), id, kind, List.of());
  }

  /** Only what the events since a time have made. */
  void since(Instant since, LongConsumer progress, Consumer<Finding> found) {
    var batch = new ArrayList<Entry>();
    for (var feed : view.feeds()) {
      view.patience()
          .since(
              view.sources().eventLog(feed.source()),
              since,
              committed -> {
                progress.accept(1);
                entry(feed, committed.event()).ifPresent(batch::add);
                if (batch.size() == BATCH) {
                  compare(batch, seen -> {}, found);
                }
              },
              none -> found.accept(Finding.of(none)));
    }
    compare(batch, seen -> {}, found);
  }

  private void compare(List<Entry> batch, Consumer<Document> seen, Consumer<Finding> found) {
    var there = there(batch.stream().map(Entry::id).toList());
    there.values().forEach(seen);
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
        },
        found -> {});
    there.values().forEach(unknown -> each.accept(comparison(unknown)));
  }

  private Comparison comparison(Document unknown) {
    var nothing = Document.Content.checkpoint(unknown.id(), 0);
    var comparison = new Comparison(view.key(unknown.id()), Optional.of(unknown), nothing);
    if (isInDoubt) {
      comparison.isInDoubt();
    }
    return comparison;
  }

  private Comparison comparison(Entry entry, Optional<Document> there) {
    boolean isMissing = there.filter(it -> it.isCorrupt() || !it.content().isBlank()).isEmpty();
    var expected =
        entry
            .content()
            // On its way, perhaps.
            .filter(content -> !isMissing || !isYoung(entry))
            .orElseGet(() -> Document.Content.checkpoint(entry.id(), 0));
    var comparison = new Comparison(view.key(entry.id()), there, expected);
    boolean isUnreadable = entry.content().isEmpty() && !isYoung(entry);
    if (isUnreadable && isMissing) {
      comparison.isStuck(entry.why());
    } else if (isUnreadable || there.filter(view::isForeign).isPresent()) {
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

  private boolean mayBeGone(Document document) {
    return document.readable().filter(it -> it.mayBeGone(view.now())).isPresent();
  }

  private boolean mayBeGone(Entry entry) {
    return entry.content().filter(it -> it.mayBeGone(view.now())).isPresent();
  }

  private boolean isYoung(Entry entry) {
    return entry.event().timestamp().isAfter(view.late());
  }

  /** The entries that there are, except for those that the database may delete any time. */
  private void documents(Consumer<Document> each) {
    var documents = view.patience().documents(view.moment(), view.collection(), "");
    while (documents.peek().isPresent()) {
      var document = documents.next();
      if (!mayBeGone(document)) {
        each.accept(document);
      }
    }
  }

  /**
   * The entries that there must be, and those whose time is over.
   *
   * @param found is told of places without an event
   */
  private void entries(LongConsumer progress, Consumer<Entry> each, Consumer<Finding> found) {
    for (var feed : view.feeds()) {
      view.patience()
          .readByKey(
              view.sources().eventLog(feed.source()),
              "",
              "",
              slot -> {
                progress.accept(1);
                slot.readable().flatMap(event -> entry(feed, event)).ifPresent(each);
              },
              none -> {
                isInDoubt = true;
                found.accept(Finding.of(none));
              });
    }
  }

  private Optional<Entry> entry(Feed<?, ?> feed, RecordedEvent event) {
    try {
      return feed.entry(event).map(content -> new Entry(event, Optional.of(content), ""));
    } catch (UnreadableEvent e) {
      return Optional.of(new Entry(event, Optional.empty(), e.getMessage()));
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
