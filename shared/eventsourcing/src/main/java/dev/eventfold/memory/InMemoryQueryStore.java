package dev.eventfold.memory;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Collectors;

/** Documents in this process, gone with it. */
public final class InMemoryQueryStore implements QueryStore {

  /** The writes to the store are counted. */
  private record Numbered(long write) implements Revision {}

  private final Map<String, TreeMap<String, Document>> collections;
  private long writes;

  public InMemoryQueryStore() {
    this(new HashMap<>());
  }

  private InMemoryQueryStore(Map<String, TreeMap<String, Document>> collections) {
    this.collections = collections;
  }

  @Override
  public synchronized Map<Key, Document> get(Collection<Key> keys) {
    return keys.stream()
        .distinct()
        .filter(key -> collection(key.collection()).containsKey(key.id()))
        .collect(Collectors.toMap(key -> key, key -> collection(key.collection()).get(key.id())));
  }

  private TreeMap<String, Document> collection(String name) {
    return collections.computeIfAbsent(name, n -> new TreeMap<>());
  }

  @Override
  public synchronized List<Document> page(String collection, Query query) {
    return query.orderBy().isEmpty()
        ? inOrderOfIds(collection(collection), query)
        : inOrder(collection(collection), query);
  }

  /** As they are kept, so that what comes after the page is not looked at. */
  private static List<Document> inOrderOfIds(TreeMap<String, Document> documents, Query query) {
    return query
        .after()
        .map(cursor -> documents.tailMap(cursor.id(), false))
        .orElse(documents)
        .values()
        .stream()
        .filter(document -> matches(document, query))
        .limit(query.limit())
        .toList();
  }

  private static List<Document> inOrder(TreeMap<String, Document> documents, Query query) {
    var field = query.orderBy().orElseThrow();
    var order =
        Comparator.<Document, Object>comparing(
                document -> document.content().index().get(field), InMemoryQueryStore::compare)
            .thenComparing(Document::id);
    if (query.descending()) {
      order = order.reversed();
    }
    var inOrder = order;
    return documents.values().stream()
        .filter(document -> matches(document, query))
        .sorted(inOrder)
        .dropWhile(document -> query.after().isPresent() && !isAfter(document, query))
        .limit(query.limit())
        .toList();
  }

  private static boolean matches(Document document, Query query) {
    if (document.isCorrupt()) {
      return query.isByIdsAlone();
    }
    var index = document.content().index();
    // Loops, since whole collections are looked through.
    if (query.orderBy().isPresent() && !index.containsKey(query.orderBy().get())) {
      return false;
    }
    for (var filter : query.filters()) {
      if (!matches(index.get(filter.field()), filter)) {
        return false;
      }
    }
    return true;
  }

  private static boolean matches(Object value, Query.Filter filter) {
    if (value == null || value.getClass() != filter.value().getClass()) {
      return false;
    }
    int order = compare(value, filter.value());
    return switch (filter.operator()) {
      case EQUAL -> order == 0;
      case AT_LEAST -> order >= 0;
      case BELOW -> order < 0;
    };
  }

  private static boolean isAfter(Document document, Query query) {
    var cursor = query.after().orElseThrow();
    var value = document.content().index().get(query.orderBy().orElseThrow());
    int order = compare(value, cursor.value().orElseThrow());
    if (order == 0) {
      order = document.id().compareTo(cursor.id());
    }
    return query.descending() ? order < 0 : order > 0;
  }

  @SuppressWarnings("unchecked")
  private static int compare(Object a, Object b) {
    return ((Comparable<Object>) a).compareTo(b);
  }

  @Override
  public synchronized DocumentReader snapshot() {
    var copy = new HashMap<String, TreeMap<String, Document>>();
    collections.forEach((name, documents) -> copy.put(name, new TreeMap<>(documents)));
    return new InMemoryQueryStore(copy);
  }

  @Override
  public synchronized void remove(Key key, Revision revision) {
    var there = collection(key.collection()).get(key.id());
    if (there == null || !there.revision().equals(revision)) {
      throw new ConcurrentWrite(key.collection() + "/" + key.id());
    }
    collection(key.collection()).remove(key.id());
  }

  @Override
  public synchronized List<Revision> commit(List<Write> batch) {
    batch.forEach(this::check);
    var revisions = new ArrayList<Revision>();
    for (var write : batch) {
      var revision = new Numbered(++writes);
      var content = write.content();
      collection(write.collection()).put(content.id(), new Document(content, revision));
      revisions.add(revision);
    }
    return revisions;
  }

  /** Does what somebody with rights over a database can do, to try what comes of it. */
  public synchronized void corrupt(Key key) {
    var revision = new Numbered(++writes);
    collection(key.collection()).put(key.id(), new Document(key.id(), Optional.empty(), revision));
  }

  private void check(Write write) {
    var there = collection(write.collection()).get(write.content().id());
    boolean holds =
        switch (write.precondition()) {
          case Write.Precondition.Absent() -> there == null;
          case Write.Precondition.At(Revision revision) ->
              there != null && there.revision().equals(revision);
          case Write.Precondition.None() -> true;
        };
    if (!holds) {
      throw new ConcurrentWrite(write.collection() + "/" + write.content().id());
    }
  }
}
