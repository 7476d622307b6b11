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

  /** How many are read before it is known how large they are: all of a usual page. */
  static final int AT_FIRST = 25;

  /**
   * No document is read twice, and a usual page, or one of small documents, takes at most two
   * calls.
   *
   * @param query its limit is one more than the page has, to know whether others follow
   */
  static DocumentPage of(DocumentReader views, String collection, Query query) {
    var documents = new ArrayList<Document>();
    long characters = 0;
    var part = query.limitedTo(Math.min(query.limit(), AT_FIRST));
    while (true) {
      var read = views.page(collection, part);
      documents.addAll(read);
      if (read.size() < part.limit()) {
        return new DocumentPage(documents, false);
      }
      characters += read.stream().mapToLong(DocumentPage::size).sum();
      int missing = query.limit() - documents.size();
      if (missing == 0 || characters > EventPage.ENOUGH_CHARACTERS) {
        documents.removeLast();
        return new DocumentPage(documents, true);
      }
      long each = characters / documents.size() + 1;
      long room = (EventPage.ENOUGH_CHARACTERS - characters) / each + 1;
      part = query.after(documents.getLast()).limitedTo((int) Math.min(missing, room));
    }
  }

  private static long size(Document document) {
    return document.readable().flatMap(Document.Content::body).map(Json::size).orElse(0L);
  }
}
