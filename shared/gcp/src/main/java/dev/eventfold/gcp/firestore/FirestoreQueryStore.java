package dev.eventfold.gcp.firestore;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.DocumentReference;
import com.google.cloud.firestore.DocumentSnapshot;
import com.google.cloud.firestore.FieldPath;
import com.google.cloud.firestore.FieldValue;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.Precondition;
import com.google.cloud.firestore.Query.Direction;
import com.google.cloud.firestore.QuerySnapshot;
import com.google.cloud.firestore.TransactionOptions;
import com.google.cloud.firestore.WriteBatch;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Supplier;

/**
 * Documents of the database {@code views}: {@code version}, {@code body} as JSON text (every digit
 * is kept) and each index field at the top. One commit is one round trip and one billed write a
 * document; preconditions are on the document's update time, and cost no read.
 */
public final class FirestoreQueryStore implements QueryStore {

  private static final String VERSION = "version";
  private static final String BODY = "body";

  private final Supplier<Firestore> firestore;

  /**
   * @param firestore a client of the database {@code views}
   */
  public FirestoreQueryStore(Supplier<Firestore> firestore) {
    this.firestore = firestore;
  }

  @Override
  public Map<Key, Document> get(Collection<Key> keys) {
    return documents(keys, firestore.get()::getAll);
  }

  private Map<Key, Document> documents(
      Collection<Key> keys, Function<DocumentReference[], ApiFuture<List<DocumentSnapshot>>> call) {
    var distinct = List.copyOf(new HashSet<>(keys));
    var references = distinct.stream().map(this::reference).toArray(DocumentReference[]::new);
    var snapshots = FirestoreCalls.read(call.apply(references));
    var found = new HashMap<Key, Document>();
    for (int i = 0; i < distinct.size(); i++) {
      if (snapshots.get(i).exists()) {
        found.put(distinct.get(i), document(snapshots.get(i)));
      }
    }
    return found;
  }

  private DocumentReference reference(Key key) {
    return firestore.get().collection(key.collection()).document(key.id());
  }

  private static Document document(DocumentSnapshot snapshot) {
    var fields = snapshot.getData();
    return new Document(
        snapshot.getId(),
        content(snapshot.getId(), fields),
        new Updated(snapshot.getUpdateTime(), Set.copyOf(fields.keySet())));
  }

  /** Empty where the fields are not such as {@link #fields} makes. */
  private static Optional<Document.Content> content(String id, Map<String, Object> fields) {
    var index = new HashMap<>(fields);
    boolean hasBody = index.containsKey(BODY);
    var body = index.remove(BODY);
    if (!(index.remove(VERSION) instanceof Long version)
        || hasBody && !(body instanceof String)
        || index.containsValue(null)) {
      return Optional.empty();
    }
    try {
      index.replaceAll((name, value) -> plain(value));
      var parsed = Optional.ofNullable((String) body).map(Json::parse);
      return Optional.of(new Document.Content(id, version, parsed, index));
    } catch (IllegalArgumentException notJsonOrNotIndexed) {
      return Optional.empty();
    }
  }

  private static Object plain(Object value) {
    return value instanceof Timestamp time
        ? Instant.ofEpochSecond(time.getSeconds(), time.getNanos())
        : value;
  }

  private static Object stored(Object value) {
    return value instanceof Instant time ? FirestoreCalls.timestamp(time) : value;
  }

  /**
   * @param fields their names: an update must delete those that vanish
   */
  record Updated(Timestamp at, Set<String> fields) implements Revision {

    private Precondition unmoved() {
      return Precondition.updatedAt(at);
    }
  }

  @Override
  public List<Document> page(String collection, Query query) {
    return page(collection, query, com.google.cloud.firestore.Query::get);
  }

  /** Reads on where a page lacks what is left out of it. */
  private List<Document> page(
      String collection,
      Query query,
      Function<com.google.cloud.firestore.Query, ApiFuture<QuerySnapshot>> call) {
    var question = question(collection, query);
    var page = new ArrayList<Document>();
    while (true) {
      int room = query.limit() - page.size();
      var found = FirestoreCalls.read(call.apply(question.limit(room))).getDocuments();
      found.stream()
          .map(FirestoreQueryStore::document)
          .filter(document -> query.isByIdsAlone() || !document.isCorrupt())
          .forEach(page::add);
      if (found.size() < room || page.size() == query.limit()) {
        return page;
      }
      question = question.startAfter(found.getLast());
    }
  }

  private com.google.cloud.firestore.Query question(String collection, Query query) {
    com.google.cloud.firestore.Query page = firestore.get().collection(collection);
    for (var filter : query.filters()) {
      var value = stored(filter.value());
      page =
          switch (filter.operator()) {
            case EQUAL -> page.whereEqualTo(filter.field(), value);
            case AT_LEAST -> page.whereGreaterThanOrEqualTo(filter.field(), value);
            case BELOW -> page.whereLessThan(filter.field(), value);
          };
    }
    var direction = query.descending() ? Direction.DESCENDING : Direction.ASCENDING;
    var after = new ArrayList<Object>();
    if (query.orderBy().isPresent()) {
      page = page.orderBy(query.orderBy().get(), direction);
      query
          .after()
          .flatMap(Query.Cursor::value)
          .map(FirestoreQueryStore::stored)
          .ifPresent(after::add);
    }
    page = page.orderBy(FieldPath.documentId(), direction);
    if (query.after().isPresent()) {
      after.add(query.after().get().id());
      page = page.startAfter(after.toArray());
    }
    return page;
  }

  /** One billed read, of a document that is not there, tells what time it is in the database. */
  @Override
  public DocumentReader snapshot() {
    var now = FirestoreCalls.read(reference(new Key("now", "now")).get()).getReadTime();
    return new Snapshot(
        TransactionOptions.createReadOnlyOptionsBuilder().setReadTime(now.toProto()).build());
  }

  /**
   * What the database held at a time. Firestore answers for an hour. Nothing is begun or committed:
   * each call carries the time.
   */
  private final class Snapshot implements DocumentReader {

    private final TransactionOptions time;

    Snapshot(TransactionOptions time) {
      this.time = time;
    }

    @Override
    public Map<Key, Document> get(Collection<Key> keys) {
      return documents(
          keys,
          references -> firestore.get().runAsyncTransaction(past -> past.getAll(references), time));
    }

    @Override
    public List<Document> page(String collection, Query query) {
      return FirestoreQueryStore.this.page(
          collection,
          query,
          question -> firestore.get().runAsyncTransaction(past -> past.get(question), time));
    }
  }

  @Override
  public void remove(Key key, Revision revision) {
    var batch = firestore.get().batch();
    batch.delete(reference(key), ((Updated) revision).unmoved());
    try {
      FirestoreCalls.commit(batch.commit());
    } catch (FirestoreCalls.NotCommitted e) {
      throw new ConcurrentWrite(key.collection() + "/" + key.id());
    }
  }

  @Override
  public List<Revision> commit(List<Write> writes) {
    var batch = firestore.get().batch();
    var names = new ArrayList<Set<String>>();
    for (var write : writes) {
      var content = write.content();
      var reference = reference(new Key(write.collection(), content.id()));
      var fields = fields(content);
      names.add(Set.copyOf(fields.keySet()));
      switch (write.precondition()) {
        case Write.Precondition.Absent() -> batch.create(reference, fields);
        case Write.Precondition.None() -> batch.set(reference, fields);
        case Write.Precondition.At(Revision revision) -> {
          var there = (Updated) revision;
          there.fields().forEach(vanishing -> fields.putIfAbsent(vanishing, FieldValue.delete()));
          update(batch, reference, fields, there.unmoved());
        }
      }
    }
    try {
      var results = FirestoreCalls.commit(batch.commit());
      var revisions = new ArrayList<Revision>();
      for (int i = 0; i < results.size(); i++) {
        revisions.add(new Updated(results.get(i).getUpdateTime(), names.get(i)));
      }
      return revisions;
    } catch (FirestoreCalls.NotCommitted e) {
      throw new ConcurrentWrite(
          writes.stream().map(write -> write.collection() + "/" + write.content().id()).toList()
              + ": somebody else wrote first");
    }
  }

  /** By paths: a name of others' may have dots. */
  private static void update(
      WriteBatch batch, DocumentReference reference, Map<String, Object> fields, Precondition as) {
    var rest = new ArrayList<Object>();
    fields.forEach(
        (name, value) -> {
          rest.add(FieldPath.of(name));
          rest.add(value);
        });
    var first = (FieldPath) rest.removeFirst();
    batch.update(reference, as, first, rest.removeFirst(), rest.toArray());
  }

  private static Map<String, Object> fields(Document.Content content) {
    var fields = new HashMap<String, Object>();
    content.index().forEach((name, value) -> fields.put(name, stored(value)));
    fields.put(VERSION, content.version());
    content.body().ifPresent(body -> fields.put(BODY, Json.text(body)));
    return fields;
  }
}
