package restaurant.ops.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.operations.Patience;
import dev.eventfold.operations.Verifier;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;
import restaurant.ops.Memory;
import restaurant.system.Restaurant;

/** Every view is made anew, by however many runs. */
class RefillTest {

  private static final Duration YEAR = Duration.ofDays(400);
  private static final RestoreNote EMPTIED = RestoreNote.begin(YEAR).emptied();
  private static final int DISHES = 200;

  private final Memory memory =
      new Memory() {
        @Override
        public QueryStore queryStore() {
          return new Mortal(views);
        }
      };

  private final List<String> said = new ArrayList<>();

  /** How many more commits there are before the power is gone. */
  private int commits = Integer.MAX_VALUE;

  private final class Mortal extends ForwardingQueryStore {

    Mortal(QueryStore views) {
      super(views);
    }

    @Override
    public List<Revision> commit(List<Write> writes) {
      if (commits-- == 0) {
        throw new IllegalStateException("the power is gone");
      }
      return super.commit(writes);
    }
  }

  private List<String> refill(RestoreNote note) {
    return new Refill(Views.all(YEAR), memory, this::delete, said::add).run(note);
  }

  private void delete(String collection) {
    for (var document : all(collection)) {
      memory.views.remove(new QueryStore.Key(collection, document.id()), document.revision());
    }
  }

  private List<Document> all(String collection) {
    return Restaurant.SYSTEM
        .opening(collection, memory)
        .queryStore()
        .page(collection, Query.first(100_000));
  }

  private Map<String, List<Document.Content>> contents() {
    var contents = new TreeMap<String, List<Document.Content>>();
    for (var view : Views.names()) {
      contents.put(view, all(view).stream().map(Document::content).toList());
    }
    return contents;
  }

  private void assertAllIsRight() {
    Views.all(YEAR)
        .forEach(
            (view, feeds) ->
                assertEquals(
                    List.of(),
                    new Verifier(
                            feeds,
                            Restaurant.SYSTEM.opening(view, memory),
                            Restaurant.SYSTEM.opening(view, memory).queryStore(),
                            memory.clock(),
                            Duration.ZERO,
                            attempt -> {})
                        .verify(read -> {}),
                    view));
  }

  private void everythingHappens() {
    for (int n = 0; n < DISHES; n++) {
      memory.added("%04x-dish".formatted(n * 300));
    }
    memory.signedUp("ada", 3);
  }

  @Test
  void whereverItIsInterruptedItGoesOnAndEndsTheSame() {
    everythingHappens();
    int before = commits;
    assertEquals(List.of(), refill(EMPTIED));
    int all = before - commits;
    assertAllIsRight();
    var right = contents();
    assertEquals(DISHES, right.get("menu-items").size());

    for (int power = 0; power < all; power += all / 9) {
      Views.names().forEach(this::delete);
      Views.names().forEach(view -> delete(view + "-checkpoints"));
      List.of("rebuilds", "reconciler", "views-current", "restores").forEach(this::delete);
      EMPTIED.save(memory.views, new Patience(attempt -> {}));
      commits = power;
      assertThrows(IllegalStateException.class, () -> refill(EMPTIED));
      commits = Integer.MAX_VALUE;
      said.clear();
      var note = RestoreNote.of(memory.views).orElseThrow();
      assertEquals(List.of(), refill(note));
      assertEquals(Views.names().size() - note.made().size(), said.size());
      assertEquals(right, contents(), "after " + power + " commits");
      assertAllIsRight();
    }
  }

  @Test
  void whatWasMadeIsLeftAlone() {
    everythingHappens();
    assertEquals(List.of(), refill(EMPTIED));
    var before = all("menu-items");
    memory.added("ffff-dish");
    refill(EMPTIED.made("menu-items"));
    assertEquals(before, all("menu-items"));
    assertEquals(DISHES + 1, all("orders-menu-items").size());
  }

  @Test
  void theNoteIsAsItWasSavedAndGoneInTheEnd() {
    var note = EMPTIED.made("orders").made("audit");
    note.save(memory.views, new Patience(attempt -> {}));
    assertEquals(note, RestoreNote.of(memory.views).orElseThrow());
    assertTrue(note.isEmptied());
    assertFalse(RestoreNote.begin(YEAR).isEmptied());
    RestoreNote.remove(memory.views);
    assertTrue(RestoreNote.of(memory.views).isEmpty());
    RestoreNote.remove(memory.views);
  }
}
