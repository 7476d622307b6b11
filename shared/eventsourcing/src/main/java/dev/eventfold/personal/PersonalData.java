package dev.eventfold.personal;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.events.EventReader;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.projections.View;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Where a service has what is {@link Personal}: found in the tables by which it reads events, and
 * in the shapes of what it stores. A service that has none never asks for a key.
 */
public final class PersonalData {

  private final Map<String, Map<String, PersonalFields>> events = new HashMap<>();
  private final Map<String, PersonalFields> views = new HashMap<>();
  private final Map<String, Map<String, PersonalFields>> snapshots = new HashMap<>();

  /** What a document has of a person: fields of its body, or of an object in that. */
  record Part(ObjectNode fields, PersonalFields personal, String person) {}

  /**
   * The events of a service, as they are read. Of an older schema it is the fields of the same
   * names. Who reads all events alike may open none.
   */
  public PersonalData events(String service, EventReader<?> reader) {
    if (reader instanceof EventTypes<?> types) {
      types.entries().forEach(it -> add(events, service, it.name(), it.type()));
    }
    return this;
  }

  public PersonalData view(View<?> view) {
    var fields = PersonalFields.of(view.type());
    if (!fields.isEmpty()) {
      views.put(view.collection(), fields);
    }
    return this;
  }

  /**
   * @param byName each type of state, by the name that is stored
   */
  public <S> PersonalData snapshots(String collection, Map<String, Class<? extends S>> byName) {
    byName.forEach((name, type) -> add(snapshots, collection, name, type));
    return this;
  }

  private static void add(
      Map<String, Map<String, PersonalFields>> to, String where, String name, Class<?> type) {
    add(to, where, name, PersonalFields.of(type));
  }

  private static void add(
      Map<String, Map<String, PersonalFields>> to,
      String where,
      String name,
      PersonalFields fields) {
    if (!fields.isEmpty()) {
      // Of two readers, each marks what it knows.
      to.computeIfAbsent(where, w -> new HashMap<>()).merge(name, fields, PersonalFields::plus);
    }
  }

  /** What another service has, too. */
  public void add(PersonalData more) {
    more.events.forEach((service, types) -> types.forEach((n, f) -> add(events, service, n, f)));
    views.putAll(more.views);
    snapshots.putAll(more.snapshots);
  }

  public boolean isEmpty() {
    return events.isEmpty() && views.isEmpty() && snapshots.isEmpty();
  }

  /** Whether events of a service have any. */
  boolean isInEventsOf(String service) {
    return events.containsKey(service);
  }

  /** What an event has. */
  Optional<PersonalFields> of(RecordedEvent event) {
    return Optional.ofNullable(events.getOrDefault(event.service(), Map.of()).get(event.type()))
        .filter(it -> event.payload().isObject());
  }

  /** Whether a collection has any: of a view, also while it is being built anew. */
  boolean isIn(String collection) {
    return views.containsKey(view(collection)) || snapshots.containsKey(collection);
  }

  /** The name of the view that a collection is of. */
  static String view(String collection) {
    int dot = collection.indexOf('.');
    return dot < 0 ? collection : collection.substring(0, dot);
  }

  /** What a document has; the fields are those of the body itself, to be read. */
  Optional<Part> of(String collection, Document.Content content) {
    return content.body().flatMap(body -> of(collection, content.id(), body));
  }

  private Optional<Part> of(String collection, String id, JsonNode body) {
    var view = views.get(view(collection));
    if (view != null) {
      return part(body, view, id);
    }
    return Optional.ofNullable(
            snapshots.getOrDefault(collection, Map.of()).get(body.path("type").asText()))
        .flatMap(fields -> part(body.path("state"), fields, id));
  }

  /** Whether the documents of a view have any. */
  public boolean isIn(View<?> view) {
    return isIn(view.collection());
  }

  /** The field of a view's documents with the id of the person whose they are, if there is one. */
  public static Optional<String> personIn(View<?> view) {
    return PersonalFields.of(view.type()).person();
  }

  private static Optional<Part> part(JsonNode node, PersonalFields personal, String id) {
    return node instanceof ObjectNode fields
        ? Optional.of(new Part(fields, personal, personal.person(fields, id)))
        : Optional.empty();
  }
}
