package dev.eventfold.gcp.queries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.gcp.http.Parcels;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.projections.Checkpoint;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Lists of the largest documents, on an instance that answers others too. */
class LargeDocumentsTest {

  private static final int DOCUMENTS = 150;
  private static final int LARGE = 900_000;

  private static final int PAGE = 100;

  /** Notes what is read. */
  private static final class Noting extends ForwardingQueryStore {

    private final List<Integer> read = new ArrayList<>();

    Noting(QueryStore store) {
      super(store);
    }

    @Override
    public List<Document> page(String collection, Query query) {
      var page = super.page(collection, query);
      read.add(page.size());
      return page;
    }

    int documents() {
      return read.stream().mapToInt(it -> it).sum();
    }
  }

  private final Noting views = new Noting(new InMemoryQueryStore());
  private final Parcels parcels = new Parcels("parcels", new InMemoryEventStore(), views);

  /** One text for all: what is measured is what is read, not what this store keeps. */
  private List<String> store(int size) {
    var text = "x".repeat(size);
    var ids = new ArrayList<String>();
    for (int i = 0; i < DOCUMENTS; i++) {
      var id = "p%03d".formatted(i);
      put(id, Json.tree(new Parcels.Parcel("ann", text, 0)), i % 3);
      ids.add(id);
    }
    return ids;
  }

  /** Many have the same turn: an order by it is one of ids, too. */
  private void put(String id, JsonNode body, long turn) {
    var content = new Document.Content(id, 1, Optional.of(body), Map.of("turn", turn));
    views.commit(List.of(new Write("parcels", content, new Write.Precondition.None())));
  }

  private Answered get(String target) {
    var queries = parcels.queries(views, Checkpoint.IN_DOCUMENT, new Resource.Readers.Everybody());
    return Answered.by(queries, Asked.get("clerk", target));
  }

  @Test
  void aListIsCutIntoPagesThatAnInstanceCanHold() {
    var all = store(LARGE);
    var seen = new ArrayList<String>();
    int pages = 0;
    var token = "";
    do {
      var page = get("/parcels?pageSize=" + PAGE + token).json();
      page.path("items").forEach(item -> seen.add(item.path("id").asText()));
      token = "&pageToken=" + page.path("nextPageToken").asText();
      pages++;
    } while (!token.endsWith("="));
    assertEquals(all, seen);
    assertReadInParts();
    // One of each page says that others follow.
    assertEquals(DOCUMENTS + pages - 1, views.documents());
  }

  private void assertReadInParts() {
    assertTrue(
        views.read.stream().allMatch(it -> it <= DocumentPage.AT_ONCE), views.read.toString());
  }

  /** What was read first says nothing of what follows. */
  @Test
  void largeOnesAfterSmallOnesAreNotReadAtOnceEither() {
    store(100);
    var large = Json.tree(new Parcels.Parcel("ann", "x".repeat(LARGE), 0));
    for (int i = DocumentPage.AT_ONCE; i < DOCUMENTS; i++) {
      put("p%03d".formatted(i), large, 0);
    }
    assertEquals(200, get("/parcels?pageSize=" + PAGE).status());
    assertReadInParts();
    assertEquals(2 * DocumentPage.AT_ONCE, views.documents());
  }

  @ParameterizedTest
  @CsvSource({"20, 1", "100, 5"})
  void aUsualPageIsReadAtOnceAndTheLongestInFiveParts(int pageSize, int calls) {
    store(100);
    var page = get("/parcels?pageSize=" + pageSize).json();
    assertEquals(pageSize, page.path("items").size());
    assertEquals(calls, views.read.size());
    assertEquals(pageSize + 1, views.documents());
  }

  @ParameterizedTest
  @CsvSource({"100, false", "100, true", "149, false", "150, true"})
  void partsFollowEachOtherInAnyOrder(int most, boolean descending) {
    store(100);
    // What is read first is large, and says nothing of what follows.
    var large = Json.tree(new Parcels.Parcel("ann", "x".repeat(150_000), 0));
    for (int i = 0; i < DOCUMENTS; i++) {
      if (descending ? i % 3 == 2 && i >= DOCUMENTS / 2 : i % 3 == 0 && i < DOCUMENTS / 2) {
        put("p%03d".formatted(i), large, i % 3);
      }
    }
    var query = new Query(List.of(), Optional.of("turn"), descending, most + 1, Optional.empty());
    var expected = views.page("parcels", query);

    var page = DocumentPage.of(views, "parcels", query);
    assertEquals(ids(expected).subList(0, most), ids(page.documents()).subList(0, most));
    assertEquals(expected.size() > most, page.hasMore());
    assertTrue(views.read.size() > 3, views.read.toString());
  }

  private static List<String> ids(List<Document> documents) {
    return documents.stream().map(Document::id).toList();
  }
}
