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
import java.util.TreeSet;
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
    var index = new HashMap<String, Object>();
    snapshot.getData().forEach((name, value) -> index.put(name, plain(value)));
    var version = (Long) index.remove(VERSION);
    var body = Optional.ofNullable((String) index.remove(BODY)).map(Json::parse);
    return new Document(
        new Document.Content(snapshot.getId(), version, body, index),
        revision(snapshot.getUpdateTime(), index));
  }

  private static Object plain(Object value) {
    return value instanceof Timestamp time
        ? Instant.ofEpochSecond(time.getSeconds(), time.getNanos())
        : value;
  }

  private static Object stored(Object value) {
    return value instanceof Instant time ? FirestoreCalls.timestamp(time) : value;
  }

  /** The update time, and the names of the fields: an update must delete those that vanish. */
  private static Revision revision(Timestamp updateTime, Map<String, Object> index) {
    return new Revision(updateTime + " " + String.join(" ", new TreeSet<>(index.keySet())));
  }

  @Override
  public List<Document> page(String collection, Query query) {
    return documents(question(collection, query).get());
  }

  private static List<Document> documents(ApiFuture<QuerySnapshot> answer) {
    return FirestoreCalls.read(answer).getDocuments().stream()
        .map(FirestoreQueryStore::document)
        .toList();
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
    page = page.orderBy(FieldPath.documentId(), direction).limit(query.limit());
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
      return documents(
          firestore.get().runAsyncTransaction(past -> past.get(question(collection, query)), time));
    }
  }

  @Override
  public void remove(Key key, Revision revision) {
    var batch = firestore.get().batch();
    batch.delete(reference(key), unmoved(revision));
    try {
      FirestoreCalls.commit(batch.commit());
    } catch (FirestoreCalls.NotCommitted e) {
      throw new Moved(key.collection() + "/" + key.id());
    }
  }

  private static Precondition unmoved(Revision revision) {
    return Precondition.updatedAt(Timestamp.parseTimestamp(revision.value().split(" ")[0]));
  }

  @Override
  public List<Revision> commit(List<Write> writes) {
    var batch = firestore.get().batch();
    for (var write : writes) {
      var content = write.content();
      var reference = reference(new Key(write.collection(), content.id()));
      var fields = fields(content);
      switch (write.precondition()) {
        case Write.Precondition.Absent() -> batch.create(reference, fields);
        case Write.Precondition.None() -> batch.set(reference, fields);
        case Write.Precondition.At(Revision revision) -> {
          var parts = revision.value().split(" ");
          for (int i = 1; i < parts.length; i++) {
            fields.putIfAbsent(parts[i], FieldValue.delete());
          }
          fields.putIfAbsent(BODY, FieldValue.delete());
          batch.update(reference, fields, unmoved(revision));
        }
      }
    }
    try {
      var results = FirestoreCalls.commit(batch.commit());
      var revisions = new ArrayList<Revision>();
      for (int i = 0; i < results.size(); i++) {
        revisions.add(revision(results.get(i).getUpdateTime(), writes.get(i).content().index()));
      }
      return revisions;
    } catch (FirestoreCalls.NotCommitted e) {
      throw new Moved(
          writes.stream().map(write -> write.collection() + "/" + write.content().id()).toList()
              + " moved");
    }
  }

  private static Map<String, Object> fields(Document.Content content) {
    var fields = new HashMap<String, Object>();
    content.index().forEach((name, value) -> fields.put(name, stored(value)));
    fields.put(VERSION, content.version());
    content.body().ifPresent(body -> fields.put(BODY, Json.text(body)));
    return fields;
  }
}
