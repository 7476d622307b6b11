package dev.eventfold.gcp.queries;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.json.Json;
import java.util.ArrayList;
import java.util.List;

/**
 * Some documents of a collection for one answer: as many as were asked for, or fewer where they are
 * so large that an instance could not hold such answers side by side.
 *
 * @param hasMore whether others follow
 */
record DocumentPage(List<Document> documents, boolean hasMore) {

  /** How many are read at once: the largest have 25 MiB, as the largest events. */
  static final int AT_ONCE = 25;

  /**
   * No document is read twice.
   *
   * @param query its limit is one more than the page has, to know whether others follow
   */
  static DocumentPage of(DocumentReader views, String collection, Query query) {
    var documents = new ArrayList<Document>();
    long characters = 0;
    var rest = query;
    while (documents.size() < query.limit() && characters <= EventPage.ENOUGH_CHARACTERS) {
      int most = Math.min(query.limit() - documents.size(), AT_ONCE);
      var read = views.page(collection, rest.limitedTo(most));
      documents.addAll(read);
      characters += read.stream().mapToLong(DocumentPage::size).sum();
      if (read.size() < most) {
        return new DocumentPage(documents, false);
      }
      rest = query.after(read.getLast());
    }
    documents.removeLast();
    return new DocumentPage(documents, true);
  }

  private static long size(Document document) {
    return document.readable().flatMap(Document.Content::body).map(Json::size).orElse(0L);
  }
}
