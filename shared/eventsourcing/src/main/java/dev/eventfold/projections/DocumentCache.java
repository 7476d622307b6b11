package dev.eventfold.projections;

import dev.eventfold.concurrent.LruCache;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * The documents that this instance wrote last, so that a warm projector reads nothing. A stale
 * entry is harmless: the commit's precondition finds out, and the entry is forgotten.
 */
final class DocumentCache {

  /** Of a key, a revision and an index, as far as nobody counts them. */
  private static final int CHARACTERS_PER_DOCUMENT = 100;

  private final QueryStore store;
  private final LruCache<QueryStore.Key, Optional<Document>> recent =
      LruCache.ofBytes(DocumentCache::characters);

  DocumentCache(QueryStore store) {
    this.store = store;
  }

  private static long characters(Optional<Document> document) {
    return CHARACTERS_PER_DOCUMENT
        + document.flatMap(Document::readable).map(DocumentCache::characters).orElse(0L);
  }

  private static long characters(Document.Content content) {
    long indexed = 0;
    for (var value : content.index().values()) {
      indexed += value instanceof String text ? text.length() : 1;
    }
    return indexed + content.body().map(Json::size).orElse(0L);
  }

  QueryStore store() {
    return store;
  }

  /** The documents for one conditional commit; those that are not cached are read in one step. */
  Unit load(Collection<QueryStore.Key> keys) {
    var unit = new Unit();
    unit.load(keys);
    return unit;
  }

  /** A document that is most likely not there; if it is, the commit finds out. */
  Unit assumeAbsent(QueryStore.Key key) {
    var unit = new Unit();
    unit.base.put(key, recent.get(key).orElse(Optional.empty()));
    return unit;
  }

  /** Documents as they were, and as they shall be. For one thread. */
  final class Unit {

    private final Map<QueryStore.Key, Optional<Document>> base = new LinkedHashMap<>();
    private final Map<QueryStore.Key, Document.Content> changed = new LinkedHashMap<>();

    private void load(Collection<QueryStore.Key> keys) {
      var missing = new ArrayList<QueryStore.Key>();
      for (var key : keys) {
        recent.get(key).ifPresentOrElse(found -> base.put(key, found), () -> missing.add(key));
      }
      if (!missing.isEmpty()) {
        var found = store.get(missing);
        missing.forEach(key -> base.put(key, Optional.ofNullable(found.get(key))));
      }
    }

    Document.Content content(QueryStore.Key key) {
      if (changed.containsKey(key)) {
        return changed.get(key);
      }
      if (!base.containsKey(key)) {
        load(List.of(key));
      }
      return base.get(key)
          .map(Document::content)
          .orElseGet(() -> Document.Content.checkpoint(key.id(), 0));
    }

    void put(QueryStore.Key key, Document.Content content) {
      changed.put(key, content);
    }

    /** Writes what changed if nothing of it has moved, and goes on from there. */
    void commit() {
      var keys = List.copyOf(changed.keySet());
      var writes =
          keys.stream()
              .map(key -> new Write(key.collection(), changed.get(key), precondition(key)))
              .toList();
      try {
        var revisions = store.commit(writes);
        for (int i = 0; i < keys.size(); i++) {
          var written = new Document(writes.get(i).content(), revisions.get(i));
          base.put(keys.get(i), Optional.of(written));
        }
        recent.putAll(base);
        changed.clear();
      } catch (RuntimeException e) {
        // Somebody else wrote, or unknown whether it was written: either way the cache may be
        // wrong.
        recent.removeAll(base.keySet());
        throw e;
      }
    }

    private Write.Precondition precondition(QueryStore.Key key) {
      return base.get(key)
          .<Write.Precondition>map(document -> new Write.Precondition.At(document.revision()))
          .orElseGet(Write.Precondition.Absent::new);
    }
  }
}
