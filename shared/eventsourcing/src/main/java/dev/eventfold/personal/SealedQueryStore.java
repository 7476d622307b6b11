package dev.eventfold.personal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** See {@link Vault}. A document that does not open is corrupt. */
final class SealedQueryStore extends ForwardingQueryStore {

  private final PersonalData data;
  private final Keyring keys;

  SealedQueryStore(QueryStore store, PersonalData data, Keyring keys) {
    super(store);
    this.data = data;
    this.keys = keys;
  }

  @Override
  public Map<Key, Document> get(Collection<Key> wanted) {
    return opened(super.get(wanted));
  }

  @Override
  public List<Document> page(String collection, Query query) {
    return opened(collection, super.page(collection, query));
  }

  @Override
  public DocumentReader snapshot() {
    return opening(super.snapshot());
  }

  /** A reader of such documents. */
  DocumentReader opening(DocumentReader moment) {
    return new DocumentReader() {
      @Override
      public Map<Key, Document> get(Collection<Key> wanted) {
        return opened(moment.get(wanted));
      }

      @Override
      public List<Document> page(String collection, Query query) {
        return opened(collection, moment.page(collection, query));
      }
    };
  }

  @Override
  public List<Revision> commit(List<Write> writes) {
    return super.commit(writes.stream().map(this::sealed).toList());
  }

  private Map<Key, Document> opened(Map<Key, Document> found) {
    return found.entrySet().stream()
        .collect(
            Collectors.toMap(
                Map.Entry::getKey, it -> opened(it.getKey().collection(), it.getValue())));
  }

  private List<Document> opened(String collection, List<Document> found) {
    return data.isIn(collection)
        ? found.stream().map(it -> opened(collection, it)).toList()
        : found;
  }

  private Document opened(String collection, Document document) {
    var part = document.readable().flatMap(it -> data.of(collection, it));
    if (part.isEmpty()) {
      return document;
    }
    var content = document.content();
    try {
      var opened =
          with(
              content,
              part.get(),
              (path, text) -> keys.open(context(collection, content.id()) + path, text));
      return new Document(opened, document.revision());
    } catch (DoesNotOpen tampered) {
      return new Document(document.id(), Optional.empty(), document.revision());
    }
  }

  private Write sealed(Write write) {
    var content = write.content();
    return data.of(write.collection(), content)
        .map(
            part ->
                with(
                    content,
                    part,
                    (path, text) ->
                        keys.seal(
                            part.person(), context(write.collection(), content.id()) + path, text)))
        .map(it -> new Write(write.collection(), it, write.precondition()))
        .orElse(write);
  }

  /** What the texts of a document are sealed for, but for their paths. */
  static String context(String collection, String id) {
    return PersonalData.view(collection) + "/" + id;
  }

  private static Document.Content with(
      Document.Content content, PersonalData.Part part, PersonalFields.Leaf leaf) {
    var mapped = part.personal().map(part.fields(), leaf);
    var body = content.body().orElseThrow();
    return new Document.Content(
        content.id(),
        content.version(),
        Optional.of(replaced(body, part, mapped)),
        content.index());
  }

  private static JsonNode replaced(JsonNode body, PersonalData.Part part, ObjectNode mapped) {
    if (body == part.fields()) {
      return mapped;
    }
    ObjectNode copy = body.deepCopy();
    return copy.set("state", mapped);
  }
}
