package restaurant.audit;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.PriorityQueue;

/**
 * Documents whose index of times is split, because one that only grows at its end takes no more
 * than 500 writes a second. Every document says in its index which shard it is in; a page in the
 * order of time asks each shard and merges what they answer.
 */
final class TimeShards implements DocumentReader {

  private final DocumentReader store;
  private final String time;

  /**
   * @param time the field of the index that holds the time
   */
  TimeShards(DocumentReader store, String time) {
    this.store = store;
    this.time = time;
  }

  @Override
  public List<Document> page(String collection, Query query) {
    if (!query.orderBy().filter(time::equals).isPresent()) {
      return store.page(collection, query);
    }
    var heads =
        new PriorityQueue<ShardReader>(Comparator.comparing(ShardReader::head, order(query)));
    for (long shard = 0; shard < Shard.COUNT; shard++) {
      var reader =
          new ShardReader(store, collection, query, Query.Filter.equal(Shard.FIELD, shard));
      if (!reader.isAtEnd()) {
        heads.add(reader);
      }
    }
    var page = new ArrayList<Document>();
    while (page.size() < query.limit() && !heads.isEmpty()) {
      var first = heads.poll();
      page.add(first.next());
      if (!first.isAtEnd()) {
        heads.add(first);
      }
    }
    return page;
  }

  private Comparator<Document> order(Query query) {
    var order =
        Comparator.<Document, Instant>comparing(
                document -> (Instant) document.content().index().get(time))
            .thenComparing(Document::id);
    return query.descending() ? order.reversed() : order;
  }

  @Override
  public Map<QueryStore.Key, Document> get(Collection<QueryStore.Key> keys) {
    return store.get(keys);
  }
}
