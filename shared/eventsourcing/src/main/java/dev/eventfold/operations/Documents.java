package dev.eventfold.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;

/** Looking at documents. */
final class Documents {

  private Documents() {}

  static Optional<Document> get(DocumentReader store, QueryStore.Key key) {
    return Optional.ofNullable(store.get(List.of(key)).get(key));
  }

  /** That a document is as it was read. */
  static Write.Precondition unmoved(Optional<Document> there) {
    return there
        .<Write.Precondition>map(document -> new Write.Precondition.At(document.revision()))
        .orElseGet(Write.Precondition.Absent::new);
  }

  /** What can be read in it; a document without anything in it is as good as none. */
  static Optional<Document.Content> content(Optional<Document> document) {
    return document.flatMap(Document::readable).map(Documents::asRead).filter(it -> !it.isBlank());
  }

  /** How far a document's stream is known to have been applied. */
  static long version(Optional<Document> document) {
    return document.flatMap(Document::readable).map(Document.Content::version).orElse(0L);
  }

  /** The body of a document without which one begins anew. */
  static Optional<JsonNode> note(DocumentReader store, QueryStore.Key key) {
    return get(store, key).flatMap(Document::readable).flatMap(Document.Content::body);
  }

  /** As it would be read: a number that fits an int is one, however it was made. */
  static Document.Content asRead(Document.Content content) {
    return new Document.Content(
        content.id(),
        content.version(),
        content.body().map(body -> Json.parse(Json.text(body))),
        content.index());
  }

  /** The names of what differs between two documents. */
  static List<String> differences(Document.Content a, Document.Content b) {
    var names = new TreeSet<String>();
    if (a.version() != b.version()) {
      names.add("version");
    }
    for (var field : fields(a, b)) {
      if (!a.body().map(body -> body.get(field)).equals(b.body().map(body -> body.get(field)))) {
        names.add(field);
      }
    }
    for (var one : List.of(a, b)) {
      for (var field : one.index().keySet()) {
        if (!Optional.ofNullable(a.index().get(field))
            .equals(Optional.ofNullable(b.index().get(field)))) {
          names.add(field);
        }
      }
    }
    return List.copyOf(names);
  }

  private static TreeSet<String> fields(Document.Content a, Document.Content b) {
    var fields = new TreeSet<String>();
    a.body().ifPresent(body -> body.fieldNames().forEachRemaining(fields::add));
    b.body().ifPresent(body -> body.fieldNames().forEachRemaining(fields::add));
    return fields;
  }
}
