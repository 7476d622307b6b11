package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryQueryStore;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BulkTest {

  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private final List<Integer> commits = new ArrayList<>();
  private final List<Integer> pauses = new ArrayList<>();

  private final ForwardingQueryStore counting =
      new ForwardingQueryStore(views) {
        @Override
        public List<Revision> commit(List<Write> writes) {
          commits.add(writes.size());
          return super.commit(writes);
        }
      };

  private Bulk bulk(boolean mayBeThere) {
    return new Bulk(counting, new Patience(pauses::add), mayBeThere);
  }

  private static Document.Content content(String id, long version, String text) {
    var body = Json.parse("{\"text\":\"%s\"}".formatted(text));
    return new Document.Content(id, version, Optional.of(body), Map.of());
  }

  private void write(Document.Content content) {
    views.commit(List.of(new Write("all", content, new Write.Precondition.None())));
  }

  private Document.Content there(String id) {
    var key = new Key("all", id);
    return views.get(List.of(key)).get(key).content();
  }

  /** Firestore refuses larger commits. */
  @Test
  void noCommitHasMoreThanThreeHundredWrites() {
    var bulk = bulk(false);
    for (int n = 0; n < 700; n++) {
      bulk.put("all", content("id-" + n, 1, "short"));
    }
    bulk.flush();
    assertEquals(List.of(300, 300, 100), commits);
    bulk.flush();
    assertEquals(3, commits.size(), "nothing is left");
  }

  @Test
  void noCommitHasMuchMoreThanTwoMillionCharacters() {
    var bulk = bulk(false);
    var long600 = "x".repeat(600_000);
    for (int n = 0; n < 9; n++) {
      bulk.put("all", content("id-" + n, 1, long600));
    }
    bulk.flush();
    assertEquals(List.of(4, 4, 1), commits);
  }

  /** As it is asked at the end of each stream: a commit for each would be as many as streams. */
  @Test
  void itIsTimeToWriteAtTwoHundredAndWhereNothingIsLeft() {
    var bulk = bulk(false);
    assertTrue(bulk.isDue());
    for (int n = 1; n <= 200; n++) {
      bulk.put("all", content("id-" + n, 1, "short"));
      assertEquals(n == 200, bulk.isDue());
    }
  }

  /** The collection is being filled by two, or by projectors already. */
  @ParameterizedTest
  @CsvSource({"2, theirs, ours", "3, theirs, theirs", "3, ours, ours", "4, theirs, theirs"})
  void whatHasAppliedAsMuchOrMoreIsNotWrittenOver(long version, String before, String after) {
    write(content("a", version, before));
    var revision = views.get(List.of(new Key("all", "a"))).values().iterator().next().revision();
    var bulk = bulk(true);
    bulk.put("all", content("a", 3, "ours"));
    bulk.put("all", content("b", 3, "ours"));
    bulk.flush();
    assertEquals(content("a", Math.max(version, 3), after), there("a"));
    assertEquals(content("b", 3, "ours"), there("b"));
    var now = views.get(List.of(new Key("all", "a"))).values().iterator().next().revision();
    assertEquals(version == 2, !revision.equals(now), "it is left as it is, untouched");
  }

  @Test
  void whereNobodyElseMayWriteOnlyWhatIsTheSameIsTakenForOurs() {
    write(content("a", 3, "ours"));
    var bulk = bulk(false);
    bulk.put("all", content("a", 3, "ours"));
    bulk.flush();
    bulk.put("all", content("a", 3, "mine"));
    var refused = assertThrows(IllegalStateException.class, bulk::flush);
    assertEquals("somebody else writes all/a", refused.getMessage());
  }

  /** A projector moves it on between each look and the write. */
  @Test
  void whatMovesOnIsLookedAtAgainUntilItIsFarEnough() {
    write(content("a", 1, "theirs"));
    var moving =
        new ForwardingQueryStore(views) {
          @Override
          public List<Revision> commit(List<Write> writes) {
            var next = there("a").version() + 1;
            write(content("a", next, "theirs"));
            return super.commit(writes);
          }
        };
    var bulk = new Bulk(moving, new Patience(pauses::add), true);
    bulk.put("all", content("a", 9, "ours"));
    bulk.flush();
    assertEquals(content("a", 9, "theirs"), there("a"));
    assertEquals(List.of(1, 2, 3, 4, 5, 5), pauses);
  }
}
