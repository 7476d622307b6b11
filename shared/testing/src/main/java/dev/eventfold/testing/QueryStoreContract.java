package dev.eventfold.testing;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.CorruptDocument;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Document.Content;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.Query.Filter;
import dev.eventfold.documents.Query.Operator;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.QueryStore.ConcurrentWrite;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.documents.Write.Precondition;
import dev.eventfold.json.Json;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link QueryStore} must do. An adapter's test extends it. Collections are new in each
 * test, so that a store that outlives a run can be used.
 */
public abstract class QueryStoreContract {

  private static final Precondition ABSENT = new Precondition.Absent();
  private static final Precondition NONE = new Precondition.None();

  private final String collection = "test-" + UUID.randomUUID();

  protected abstract QueryStore store();

  /** Puts there, past the store, what it can't read. */
  protected abstract void corrupt(Key key);

  private static Content content(String id, String body, Map<String, Object> index) {
    return new Content(id, 1, Optional.of(Json.parse(body)), index);
  }

  private Revision put(Content content, Precondition precondition) {
    return store().commit(List.of(new Write(collection, content, precondition))).getFirst();
  }

  private Revision put(String id, Map<String, Object> index) {
    return put(content(id, "{}", index), ABSENT);
  }

  private Document read(String id) {
    var key = new Key(collection, id);
    return store().get(List.of(key)).get(key);
  }

  private List<String> ids(Query query) {
    return store().page(collection, query).stream().map(Document::id).toList();
  }

  private static Query ordered(String field, boolean descending, int limit) {
    return new Query(List.of(), Optional.of(field), descending, limit, Optional.empty());
  }

  @Test
  void whatWasWrittenIsRead() {
    Map<String, Object> index =
        Map.of("text", "ü🍕", "number", Long.MAX_VALUE, "bit", true, "time", Events.NOON);
    var written = content("a", "{\"n\":10.00}", index);
    put(written, ABSENT);
    assertEquals(written, read("a").content());
  }

  @ParameterizedTest
  @ValueSource(strings = {"x", "é", "€", "🍕"})
  void aLongTextIsIndexedAsFarAsIndexesGoAndListed(String character) {
    var text = character.repeat(Document.MAX_INDEXED_BYTES);
    put("a", Map.of("text", text));
    put("b", Map.of("text", text));
    var indexed = (String) read("a").content().index().get("text");
    assertTrue(text.startsWith(indexed));
    int bytes = indexed.getBytes(StandardCharsets.UTF_8).length;
    assertTrue(bytes > Document.MAX_INDEXED_BYTES - 4 && bytes <= Document.MAX_INDEXED_BYTES);
    var all = new Query(List.of(), Optional.of("text"), false, 2, Optional.empty());
    assertEquals(List.of("a", "b"), ids(all));
    assertEquals(List.of("b"), ids(all.after(read("a"))));
    var same = List.of(Filter.equal("text", indexed));
    assertEquals(
        List.of("a", "b"), ids(new Query(same, Optional.empty(), false, 2, Optional.empty())));
  }

  @Test
  void aDocumentMayHaveNothingToShow() {
    var checkpoint = Content.checkpoint("loans~x@1.y", 7);
    put(checkpoint, ABSENT);
    assertEquals(checkpoint, read("loans~x@1.y").content());
  }

  @Test
  void aSnapshotStaysAsItIsWhileTheStoreGoesOn() {
    var first = put("a", Map.of("n", 1L));
    var removed = put("b", Map.of("n", 2L));
    var snapshot = store().snapshot();
    put(content("a", "{\"later\":true}", Map.of("n", 3L)), new Precondition.At(first));
    store().remove(new Key(collection, "b"), removed);
    put("c", Map.of("n", 4L));

    var keys = Stream.of("a", "b", "c").map(id -> new Key(collection, id)).toList();
    assertEquals(Set.copyOf(keys.subList(0, 2)), snapshot.get(keys).keySet());
    assertEquals(
        content("a", "{}", Map.of("n", 1L)), snapshot.get(keys).get(keys.get(0)).content());
    var byNumber = ordered("n", true, 10);
    assertEquals(
        List.of("b", "a"), snapshot.page(collection, byNumber).stream().map(Document::id).toList());
    assertEquals(
        List.of("a", "b"),
        snapshot.page(collection, Query.first(10)).stream().map(Document::id).toList());
    assertEquals(List.of("c", "a"), ids(byNumber));
  }

  @Test
  void whatASnapshotShowedCanBeWrittenOverIfItDidNotMove() {
    put("a", Map.of());
    var seen = store().snapshot().get(List.of(new Key(collection, "a")));
    var there = seen.get(new Key(collection, "a"));
    put(content("a", "{\"repaired\":true}", Map.of()), new Precondition.At(there.revision()));
    var again = new Precondition.At(there.revision());
    assertThrows(ConcurrentWrite.class, () -> put(content("a", "{}", Map.of()), again));
  }

  @Test
  void aDocumentIsRemovedAsItWasSeenOnly() {
    var first = put("a", Map.of());
    var key = new Key(collection, "a");
    var second = put(content("a", "{\"n\":1}", Map.of()), new Precondition.At(first));
    assertThrows(ConcurrentWrite.class, () -> store().remove(key, first));
    assertEquals(second, read("a").revision());
    store().remove(key, second);
    assertEquals(Map.of(), store().get(List.of(key)));
    assertThrows(ConcurrentWrite.class, () -> store().remove(key, second));
    put("a", Map.of());
  }

  @Test
  void manyAreReadAtOnceAndMissingOnesAreLeftOut() {
    put("a", Map.of());
    put("b", Map.of());
    var keys = List.of("a", "b", "c", "a").stream().map(id -> new Key(collection, id)).toList();
    assertEquals(
        List.of("a", "b"), store().get(keys).keySet().stream().map(Key::id).sorted().toList());
    assertEquals(Map.of(), store().get(List.of(new Key("none-" + collection, "a"))));
  }

  @Test
  void absentMeansThatNobodyWroteBefore() {
    put("a", Map.of());
    assertThrows(ConcurrentWrite.class, () -> put("a", Map.of()));
  }

  @Test
  void aRevisionHoldsUntilSomebodyWrites() {
    var first = put("a", Map.of("n", 1L));
    var second = put(content("a", "{}", Map.of("n", 2L)), new Precondition.At(first));
    assertNotEquals(first, second);
    assertThrows(
        ConcurrentWrite.class,
        () -> put(content("a", "{}", Map.of("n", 3L)), new Precondition.At(first)));
    assertEquals(2L, read("a").content().index().get("n"));
    put(content("a", "{}", Map.of("n", 4L)), new Precondition.At(second));
    put(content("a", "{}", Map.of("n", 5L)), new Precondition.At(read("a").revision()));
    assertEquals(5L, read("a").content().index().get("n"));
  }

  @Test
  void aRevisionOfWhatIsNotThereDoesNotHold() {
    var elsewhere = put("a", Map.of());
    assertThrows(
        ConcurrentWrite.class,
        () -> put(content("b", "{}", Map.of()), new Precondition.At(elsewhere)));
  }

  @Test
  void aWriteWithoutPreconditionAlwaysHolds() {
    put(content("a", "{\"n\":1}", Map.of()), NONE);
    put(content("a", "{\"n\":2}", Map.of()), NONE);
    assertEquals(2, read("a").body().orElseThrow().path("n").asInt());
  }

  @Test
  void aDocumentIsReplacedAsAWhole() {
    var first = put(content("a", "{}", Map.of("x", 1L, "y", "y")), ABSENT);
    var second = put(Content.checkpoint("a", 2), new Precondition.At(first));
    assertEquals(Content.checkpoint("a", 2), read("a").content());
    var full = content("a", "{\"n\":1}", Map.of("z", true));
    put(full, new Precondition.At(second));
    assertEquals(full, read("a").content());
    put(Content.checkpoint("a", 3), NONE);
    assertEquals(Content.checkpoint("a", 3), read("a").content());
  }

  private Document corrupted(String id) {
    corrupt(new Key(collection, id));
    return read(id);
  }

  @Test
  void aCorruptDocumentIsHandedOverByNameBesideTheOthers() {
    put("a", Map.of("n", 1L));
    put("c", Map.of("n", 2L));
    var corrupt = corrupted("b");
    assertTrue(corrupt.isCorrupt());
    var refused = assertThrows(CorruptDocument.class, corrupt::content);
    assertTrue(refused.getMessage().contains("b"), refused.getMessage());
    var keys = Stream.of("a", "b", "c").map(id -> new Key(collection, id)).toList();
    for (var reader : List.of(store(), store().snapshot())) {
      assertEquals(Set.copyOf(keys), reader.get(keys).keySet());
      var page = reader.page(collection, Query.first(9));
      assertEquals(List.of("a", "b", "c"), page.stream().map(Document::id).toList());
      assertEquals(List.of(false, true, false), page.stream().map(Document::isCorrupt).toList());
      assertEquals(
          List.of("c"),
          reader.page(collection, Query.first(2).after(page.get(1))).stream()
              .map(Document::id)
              .toList());
    }
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void whereAFieldFiltersOrOrdersPagesAreFullWithoutWhatIsCorrupt(boolean descending) {
    for (int i = 0; i < 9; i++) {
      put("id" + i, Map.of("n", (long) i, "text", "x"));
    }
    List.of("id0", "id3", "id4", "id8").forEach(this::corrupted);
    var rest = List.of("id1", "id2", "id5", "id6", "id7");
    var expected = descending ? rest.reversed() : rest;
    for (var reader : List.of(store(), store().snapshot())) {
      var first = reader.page(collection, ordered("n", descending, 3));
      assertEquals(expected.subList(0, 3), first.stream().map(Document::id).toList());
      var second = reader.page(collection, ordered("n", descending, 3).after(first.getLast()));
      assertEquals(expected.subList(3, 5), second.stream().map(Document::id).toList());
    }
    assertEquals(rest, filtered(Filter.equal("text", "x")));
  }

  @Test
  void aCorruptDocumentIsReplacedAsAWholeOrRemovedUnlessItMoved() {
    var before = put("a", Map.of());
    var corrupt = corrupted("a");
    var sound = content("a", "{\"n\":1}", Map.of("n", 1L));
    assertThrows(ConcurrentWrite.class, () -> put(sound, ABSENT));
    assertThrows(ConcurrentWrite.class, () -> put(sound, new Precondition.At(before)));
    put(sound, new Precondition.At(corrupt.revision()));
    assertEquals(sound, read("a").content());

    corrupted("b");
    put(content("b", "{}", Map.of()), NONE);
    assertEquals(content("b", "{}", Map.of()), read("b").content());

    store().remove(new Key(collection, "c"), corrupted("c").revision());
    assertEquals(null, read("c"));
  }

  @Test
  void aCommitIsAllOrNothing() {
    put("there", Map.of());
    var other = "other-" + collection;
    assertThrows(
        ConcurrentWrite.class,
        () ->
            store()
                .commit(
                    List.of(
                        new Write(collection, content("new", "{}", Map.of()), NONE),
                        new Write(other, content("new", "{}", Map.of()), ABSENT),
                        new Write(collection, content("there", "{}", Map.of()), ABSENT))));
    assertEquals(null, read("new"));
    assertEquals(Map.of(), store().get(List.of(new Key(other, "new"))));
    var revisions =
        store()
            .commit(
                List.of(
                    new Write(collection, content("new", "{}", Map.of("n", 1L)), ABSENT),
                    new Write(other, content("new", "{}", Map.of("n", 2L)), ABSENT)));
    store()
        .commit(
            List.of(
                new Write(
                    other, Content.checkpoint("new", 2), new Precondition.At(revisions.get(1))),
                new Write(
                    collection,
                    Content.checkpoint("new", 2),
                    new Precondition.At(revisions.get(0)))));
    assertEquals(2, read("new").version());
  }

  @Test
  void ofManyAtOneRevisionExactlyOneWins() {
    var revision = put("a", Map.of("n", 0L));
    List<Callable<Boolean>> race =
        IntStream.rangeClosed(1, 24)
            .<Callable<Boolean>>mapToObj(
                n ->
                    () -> {
                      try {
                        put(
                            content("a", "{}", Map.of("n", (long) n)),
                            new Precondition.At(revision));
                        return true;
                      } catch (ConcurrentWrite moved) {
                        return false;
                      }
                    })
            .toList();
    var won = Races.run(race);
    assertEquals(1, won.stream().filter(w -> w).count());
    assertEquals(won.indexOf(true) + 1L, read("a").content().index().get("n"));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":123456789012345678901234567890.12}",
        "{\"\":{\"a.b/c\":[1.50,null]}}",
        "{\"text\":\"\\u0000 🍕 \\u202e\"}",
      })
  void oddBodiesSurvive(String body) {
    put(content("a", body, Map.of()), ABSENT);
    assertEquals(Json.text(Json.parse(body)), Json.text(read("a").body().orElseThrow()));
  }

  @Test
  void largeAndDeepBodiesSurvive() {
    var large = content("a", "{\"a\":\"%s\"}".formatted("x".repeat(900 * 1024)), Map.of());
    put(large, ABSENT);
    assertEquals(large, read("a").content());
    var deep = content("b", "{\"a\":".repeat(150) + "1" + "}".repeat(150), Map.of());
    put(deep, ABSENT);
    assertEquals(deep, read("b").content());
  }

  @Test
  void withoutAnOrderPagesGoByIds() {
    List.of("b", "a", "d", "c").forEach(id -> put(id, Map.of()));
    assertEquals(List.of("a", "b", "c"), ids(Query.first(3)));
    var after = new Query.Cursor(Optional.empty(), "b");
    assertEquals(
        List.of("c", "d"),
        ids(new Query(List.of(), Optional.empty(), false, 9, Optional.of(after))));
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void pagesMeetExactlyInEveryOrder(boolean descending) {
    for (int i = 0; i < 7; i++) {
      put("id" + i, Map.of("number", i / 3L, "time", Events.NOON.plusNanos(i / 3 * 1_000L)));
    }
    for (var field : List.of("number", "time")) {
      var inOneGo = ids(ordered(field, descending, 100));
      var expected = new ArrayList<>(List.of("id0", "id1", "id2", "id3", "id4", "id5", "id6"));
      assertEquals(descending ? expected.reversed() : expected, inOneGo);
      var inPages = new ArrayList<String>();
      var after = Optional.<Query.Cursor>empty();
      while (true) {
        var page =
            store()
                .page(collection, new Query(List.of(), Optional.of(field), descending, 2, after));
        page.forEach(document -> inPages.add(document.id()));
        if (page.size() < 2) {
          break;
        }
        var last = page.getLast();
        after =
            Optional.of(
                new Query.Cursor(Optional.of(last.content().index().get(field)), last.id()));
      }
      assertEquals(inOneGo, inPages);
    }
  }

  @Test
  void whatLacksAFieldIsNotListedByIt() {
    put("with", Map.of("n", 1L));
    put("without", Map.of("m", 1L));
    put(Content.checkpoint("empty", 1), ABSENT);
    assertEquals(List.of("with"), ids(ordered("n", false, 9)));
    assertEquals(
        List.of("with"),
        ids(
            new Query(
                List.of(Filter.equal("n", 1L)), Optional.empty(), false, 9, Optional.empty())));
  }

  @Test
  void filtersCompareEveryType() {
    var noon = Events.NOON;
    put("a", Map.of("text", "x", "number", 1L, "bit", true, "time", noon));
    put("b", Map.of("text", "y", "number", 2L, "bit", false, "time", noon.plusNanos(1_000)));
    put("c", Map.of("text", "z", "number", 3L, "bit", true, "time", noon.plusSeconds(1)));
    assertEquals(List.of("b"), filtered(Filter.equal("text", "y")));
    assertEquals(List.of("c"), filtered(Filter.equal("number", 3L)));
    assertEquals(List.of("a", "c"), filtered(Filter.equal("bit", true)));
    assertEquals(List.of("b"), filtered(Filter.equal("time", noon.plusNanos(1_000))));
    assertEquals(List.of("c"), filtered(Filter.equal("bit", true), Filter.equal("number", 3L)));
    assertEquals(List.of("b", "c"), between("number", 2L, 4L));
    assertEquals(List.of("a"), between("number", 1L, 2L));
    assertEquals(List.of("b"), between("text", "xx", "z"));
    assertEquals(
        List.of("a", "b"), between("time", noon, (Object) Instant.from(noon.plusNanos(2_000))));
  }

  private List<String> filtered(Filter... filters) {
    return ids(new Query(List.of(filters), Optional.empty(), false, 9, Optional.empty()));
  }

  private List<String> between(String field, Object from, Object below) {
    var filters =
        List.of(
            new Filter(field, Operator.AT_LEAST, from), new Filter(field, Operator.BELOW, below));
    return ids(new Query(filters, Optional.of(field), false, 9, Optional.empty()));
  }

  @Test
  void aFilterAndAnOrderGoTogether() {
    put("a", Map.of("bit", true, "n", 3L));
    put("b", Map.of("bit", false, "n", 2L));
    put("c", Map.of("bit", true, "n", 1L));
    var query =
        new Query(List.of(Filter.equal("bit", true)), Optional.of("n"), true, 9, Optional.empty());
    assertEquals(List.of("a", "c"), ids(query));
  }
}
