package dev.eventfold.simulation.views;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.personal.Keyring;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.simulation.world.Journal;
import dev.eventfold.simulation.world.SystemUnderTest;
import dev.eventfold.simulation.world.World;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** The documents that all views must hold after the events of a journal, and no others. */
public final class ExpectedViews {

  private static final String SHAPE = "$shape";
  private static final int FIRST_SHAPE = 1;

  private static final Comparator<JsonNode> BY_VALUE = (a, b) -> isEqual(a, b) ? 0 : 1;

  /** While somebody is being forgotten, one has it still and the other has not. */
  private static final Comparator<JsonNode> OR_ERASED =
      (a, b) ->
          isEqual(a, b) || isErased(a) && b.isTextual() || isErased(b) && a.isTextual() ? 0 : 1;

  private final boolean isExact;
  private final SystemUnderTest system;
  private final ViewFold fold;
  private final Journal journal;
  private final Map<String, Map<String, Document.Content>> views = new HashMap<>();

  /** Of the next release, where a document has another shape there. */
  private final Map<String, Map<String, Document.Content>> nextViews = new HashMap<>();

  /**
   * @param isExact whether nobody is being forgotten meanwhile
   */
  ExpectedViews(SystemUnderTest system, ViewFold fold, Journal journal, boolean isExact) {
    this.system = system;
    this.isExact = isExact;
    this.fold = fold;
    this.journal = journal;
    for (var view : system.views()) {
      views.put(view, new HashMap<>());
      nextViews.put(view, new HashMap<>());
      system.feeds(view).stream()
          .filter(feed -> feed.checkpoint() == Checkpoint.PER_STREAM)
          .forEach(feed -> views.put(feed.checkpoints(), new HashMap<>()));
    }
    fold.fold(journal, this);
  }

  private static boolean isEqual(JsonNode a, JsonNode b) {
    return a.equals(b) || a.isNumber() && b.isNumber() && a.decimalValue().equals(b.decimalValue());
  }

  private static boolean isErased(JsonNode it) {
    return it.asText().equals(Keyring.ERASED);
  }

  /** A document that must be there. */
  public void put(String collection, Document.Content content) {
    views.get(collection).put(content.id(), content);
  }

  /** The same document as the next release writes it. */
  public void putNext(String view, Document.Content content) {
    nextViews.get(view).put(content.id(), content);
  }

  /** What must be there so far. */
  public Optional<Document.Content> get(String collection, String id) {
    return Optional.ofNullable(views.get(collection).get(id));
  }

  /** By collection and id. */
  public Map<String, Map<String, Document.Content>> views() {
    return views;
  }

  /** What a document has that it must not have, or lacks; empty when it is right. */
  public Optional<String> difference(String collection, Document.Content actual) {
    var expected =
        (isNext(system, collection, actual) ? nextViews : views).get(collection).get(actual.id());
    if (expected == null) {
      return Optional.of("no event speaks of it");
    }
    if (actual.version() != expected.version() && !isAheadOfNothing(collection, actual, expected)) {
      return Optional.of("at %d instead of %d".formatted(actual.version(), expected.version()));
    }
    if (!isSame(actual.body(), expected.body())) {
      return Optional.of("%s instead of %s".formatted(actual.body(), expected.body()));
    }
    return fold.isFoundBy(collection, actual.index(), expected.index())
        ? Optional.empty()
        : Optional.of("found by %s instead of %s".formatted(actual.index(), expected.index()));
  }

  /** Whether it is a place past events that change nothing: the next one that does is applied. */
  private boolean isAheadOfNothing(
      String collection, Document.Content actual, Document.Content expected) {
    return collection.endsWith(World.CHECKPOINTS)
        && actual.version() > expected.version()
        && actual.version() <= journal.length(World.source(actual.id()), World.stream(actual.id()));
  }

  /** Whether the next release has given it its shape. */
  static boolean isNext(SystemUnderTest system, String collection, Document.Content content) {
    if (content.body().isEmpty() || !system.views().contains(collection)) {
      return false;
    }
    int shape = content.body().get().path(SHAPE).asInt(FIRST_SHAPE);
    return shape != shape(system.feeds(collection).getFirst())
        && shape == shape(system.nextFeeds(collection).getFirst());
  }

  private static int shape(Feed<?, ?> feed) {
    return feed.view().shape();
  }

  private boolean isSame(Optional<JsonNode> a, Optional<JsonNode> b) {
    var order = isExact ? BY_VALUE : OR_ERASED;
    return a.isPresent() == b.isPresent() && (a.isEmpty() || a.get().equals(order, b.get()));
  }

  /**
   * Whether both are the same JSON: an int here may be a long there, and of what was personal one
   * may be erased.
   */
  public static boolean isSame(JsonNode a, JsonNode b) {
    return a.equals(OR_ERASED, b);
  }
}
