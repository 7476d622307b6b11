package dev.eventfold.personal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The border between what a service that may have the keys has in memory, which is plain, and what
 * is stored and sent, which is sealed. Whatever crosses it keeps its meaning: folds, rebuilds and
 * comparisons within see no keys, and a person who is forgotten as {@link Keyring#ERASED}.
 */
public final class Vault {

  private final PersonalData data;
  private final Keyring keys;
  private final Supplier<KeyedHash> hash;

  /**
   * @param hash asked for only where something is claimed
   */
  public Vault(PersonalData data, Keyring keys, Supplier<KeyedHash> hash) {
    this.data = data;
    this.keys = keys;
    this.hash = hash;
  }

  /**
   * An event as it was before it was sealed.
   *
   * @throws UnreadableEvent it does not open
   */
  public RecordedEvent opened(RecordedEvent event) {
    var personal = data.of(event);
    if (personal.isEmpty()) {
      return event;
    }
    try {
      return with(event, personal.get(), (path, text) -> keys.open(event.id() + path, text));
    } catch (DoesNotOpen tampered) {
      throw new UnreadableEvent(event, tampered.getMessage());
    }
  }

  /** An event as it may be stored and sent. */
  RecordedEvent sealed(RecordedEvent event) {
    return data.of(event).map(personal -> sealed(event, personal)).orElse(event);
  }

  private RecordedEvent sealed(RecordedEvent event, PersonalFields personal) {
    var person = personal.person(event.payload(), event.stream());
    return with(event, personal, (path, text) -> keys.seal(person, event.id() + path, text));
  }

  /** Whose an event's personal data is; empty where it has none. */
  public Optional<String> person(RecordedEvent event) {
    return data.of(event).map(it -> it.person(event.payload(), event.stream()));
  }

  /** Whether all that an event has of a person reads as erased, as far as it is opened. */
  public boolean isErased(RecordedEvent event) {
    return data.of(event).stream()
        .allMatch(it -> it.allMatch((ObjectNode) event.payload(), Keyring.ERASED::equals));
  }

  /** Whether nothing of a person can be read in an event. */
  public boolean isSealed(RecordedEvent event) {
    return data.of(event).stream()
        .allMatch(it -> it.allMatch((ObjectNode) event.payload(), Keyring::isSealed));
  }

  /** The same of a document. */
  public boolean isSealed(String collection, Document document) {
    return document.readable().flatMap(it -> data.of(collection, it)).stream()
        .allMatch(it -> it.personal().allMatch(it.fields(), Keyring::isSealed));
  }

  /** An event with all that is sealed in it opened, whatever is known of its type. */
  public RecordedEvent disclosed(RecordedEvent event) {
    return event.withPayload(disclosed(event.id(), event.payload()));
  }

  /** The same of a document's body. */
  public JsonNode disclosed(String view, String id, JsonNode body) {
    return disclosed(SealedQueryStore.context(view, id), body);
  }

  /**
   * What does not open, though its key is there, was not sealed here: it is as somebody wrote it.
   *
   * @param of what all of it was sealed for, without the path
   */
  private JsonNode disclosed(String of, JsonNode fields) {
    return PersonalFields.map(
        of,
        fields,
        (context, text) -> {
          try {
            return keys.open(context, text);
          } catch (DoesNotOpen foreign) {
            return text;
          }
        });
  }

  private static RecordedEvent with(
      RecordedEvent event, PersonalFields personal, PersonalFields.Leaf leaf) {
    return event.withPayload(personal.map((ObjectNode) event.payload(), leaf));
  }

  /** What is appended there is sealed, and what is read is opened; values are claimed by hashes. */
  public EventStore eventStore(EventStore store, String service) {
    return data.isInEventsOf(service) ? new SealedEventStore(store, this, keys, data, hash) : store;
  }

  /** What is read there is opened. What does not open is taken for no event. */
  public EventLog eventLog(EventLog log, String service) {
    return data.isInEventsOf(service) ? new SealedEventLog(log, this) : log;
  }

  /** The same for who reads alone. */
  public DocumentReader documents(DocumentReader reader) {
    return new SealedQueryStore(null, data, keys).opening(reader);
  }

  /** Documents are written sealed, and read opened. */
  public QueryStore queryStore(QueryStore store) {
    return new SealedQueryStore(store, data, keys);
  }
}
