package dev.eventfold.operations;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.json.Json;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventStores;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/**
 * Compares a few documents of a view with the folds of their streams at each run, and walks through
 * the whole view over many: for what a {@link Reconciler} cannot see, because the document's
 * version is right and its content is not. Exact while projectors write: a document is compared
 * with its stream up to its own version, and events never change. Finds, and does not repair.
 *
 * <p>A run reads its place, the documents, and at most {@link #MAX_EVENTS} events; it writes its
 * place where that has moved. Of a document with a longer stream it sees only whether the version
 * is in the store: {@link Verifier} folds those, and what comes from other streams.
 */
public final class SpotCheck {

  /** How many documents a run looks at, unless somebody says otherwise. */
  public static final int DOCUMENTS = 5;

  /** How many events a run reads. */
  static final int MAX_EVENTS = 100;

  private static final String COLLECTION = "reconciler";

  /**
   * What a run saw.
   *
   * @param compared how many documents it compared with the folds of their streams
   * @param skipped how many it did not, because their streams are long or can't be understood, or
   *     another version of the code gave them another shape
   * @param findings what is not as it should be
   */
  public record Report(int compared, int skipped, List<Finding> findings) {}

  private static final Report NOTHING = new Report(0, 0, List.of());

  private final Feed<?, ?> feed;
  private final String collection;
  private final EventStores sources;
  private final QueryStore views;
  private final int documents;

  /**
   * @param feed into the collection that is looked at; where its checkpoint is not in the document,
   *     a run does nothing
   * @param documents how many a run looks at; 0 for none
   */
  public SpotCheck(Feed<?, ?> feed, EventStores sources, QueryStore views, int documents) {
    this.feed = feed;
    this.collection = feed.view().collection();
    this.sources = sources;
    this.views = views;
    this.documents = documents;
  }

  /**
   * Looks at what follows the last run's documents; after the last of all, at the first ones.
   *
   * @param isLate asked before each call that may take long
   */
  public Report run(BooleanSupplier isLate) {
    if (documents == 0 || feed.checkpoint() != Checkpoint.IN_DOCUMENT || isLate.getAsBoolean()) {
      return NOTHING;
    }
    var before = place();
    if (isLate.getAsBoolean()) {
      return NOTHING;
    }
    var page = views.page(collection, after(before));
    var findings = new ArrayList<Finding>();
    var last = before;
    int seen = 0;
    int skipped = 0;
    long events = 0;
    for (var document : page) {
      events += reads(document);
      if (events > MAX_EVENTS || isLate.getAsBoolean()) {
        // The next run begins with it.
        break;
      }
      skipped += isJudged(document, findings) ? 0 : 1;
      seen++;
      last = document.id();
    }
    boolean isEnd = seen == page.size() && page.size() < documents;
    moveTo(isEnd ? "" : last, before);
    return new Report(seen - skipped, skipped, List.copyOf(findings));
  }

  private static boolean isShort(Document document) {
    return document.version() <= MAX_EVENTS;
  }

  private static long reads(Document document) {
    if (document.isCorrupt()) {
      return 0;
    }
    return isShort(document) ? Math.max(document.version(), 0) : 1;
  }

  /** Whether it could be compared with all of its stream; adds what is wrong with it. */
  private boolean isJudged(Document document, List<Finding> findings) {
    if (document.isCorrupt()) {
      findings.add(finding(document, Finding.Kind.CORRUPT, List.of()));
      return true;
    }
    if (!feed.view().hasShape(document.content())) {
      return false;
    }
    try {
      (isShort(document) ? compare(document) : look(document)).ifPresent(findings::add);
      return isShort(document);
    } catch (UnreadableEvent e) {
      return false;
    } catch (NoEvent e) {
      findings.add(Finding.of(e));
      return false;
    }
  }

  private Finding finding(Document document, Finding.Kind kind, List<String> fields) {
    return new Finding(collection, document.id(), kind, fields);
  }

  private Query after(String id) {
    var first = Query.first(documents);
    return id.isEmpty() ? first : first.afterId(id);
  }

  private Optional<Finding> compare(Document document) {
    var store = sources.eventStore(feed.source());
    int version = (int) document.version();
    var past = version <= 0 ? List.<RecordedEvent>of() : store.readAfter(document.id(), 0, version);
    NoEvent.requireAll(feed.source(), document.id(), 1, past.size(), past);
    var there = Documents.asRead(document.content());
    var base = hasShape(there) ? there : Document.Content.checkpoint(there.id(), 0);
    var expected = Documents.asRead(feed.refolded(base, past));
    return there.equals(expected)
        ? Optional.empty()
        : Optional.of(
            finding(document, Finding.Kind.DIFFERS, Documents.differences(there, expected)));
  }

  /** Whether it can be read at all: what projectors have not written may hold anything. */
  private boolean hasShape(Document.Content content) {
    try {
      feed.view().shown(content);
      return true;
    } catch (IllegalStateException e) {
      return false;
    }
  }

  /** Whether its version is in the store at all. */
  private Optional<Finding> look(Document document) {
    var store = sources.eventStore(feed.source());
    return store.readRange(document.id(), document.version(), document.version()).isEmpty()
        ? Optional.of(finding(document, Finding.Kind.DIFFERS, List.of("version")))
        : Optional.empty();
  }

  private QueryStore.Key own() {
    return new QueryStore.Key(COLLECTION, collection + "~spot-check");
  }

  /** The document that was looked at last; "" to begin with the first. */
  private String place() {
    return Documents.note(views, own()).map(body -> body.path("after").asText()).orElse("");
  }

  private void moveTo(String after, String before) {
    if (after.equals(before)) {
      return;
    }
    var body = Json.tree(Map.of("after", after));
    var content = new Document.Content(own().id(), 0, Optional.of(body), Map.of());
    try {
      views.commit(List.of(new Write(COLLECTION, content, new Write.Precondition.None())));
    } catch (QueryStore.ConcurrentWrite moved) {
      // Another run writes its place at the same moment: that is as good as any.
    }
  }
}
