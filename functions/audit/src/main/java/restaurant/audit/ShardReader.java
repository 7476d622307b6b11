package restaurant.audit;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Stream;

/** One shard's documents in order, read as they are needed: most of a page comes from others. */
final class ShardReader {

  private final DocumentReader store;
  private final String collection;
  private final Deque<Document> read = new ArrayDeque<>();
  private Query rest;
  private boolean isLastChunk;

  ShardReader(DocumentReader store, String collection, Query query, Query.Filter shard) {
    this.store = store;
    this.collection = collection;
    var filters = Stream.concat(query.filters().stream(), Stream.of(shard)).toList();
    // A fair share, and a little more: shards are not quite even.
    int chunk = Math.min(query.limit(), query.limit() / Shard.COUNT + 2);
    this.rest = new Query(filters, query.orderBy(), query.descending(), chunk, query.after());
    readOn();
  }

  private void readOn() {
    var chunk = store.page(collection, rest);
    isLastChunk = chunk.size() < rest.limit();
    read.addAll(chunk);
    if (!chunk.isEmpty()) {
      rest = rest.after(chunk.getLast());
    }
  }

  boolean isAtEnd() {
    return read.isEmpty();
  }

  Document head() {
    return read.getFirst();
  }

  Document next() {
    var next = read.removeFirst();
    if (read.isEmpty() && !isLastChunk) {
      readOn();
    }
    return next;
  }
}
