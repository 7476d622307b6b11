package dev.eventfold.simulation.readers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.gcp.queries.Resource;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.json.Json;
import dev.eventfold.projections.AnotherShape;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.simulation.world.Journal;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What the projections of one release make of stored events, for one resource. */
record Projected<V>(Resource<?, V> resource, List<Feed<?, ?>> feeds) {

  static <V> Projected<V> of(Service service, Resource<?, V> resource) {
    var view = resource.view().collection();
    var feeds = service.feeds().stream().filter(it -> it.view().collection().equals(view)).toList();
    return new Projected<>(resource, feeds);
  }

  boolean isLog() {
    return resource.feed().checkpoint() == Checkpoint.NONE;
  }

  /** What clients are shown of a document, if it has this release's shape. */
  Optional<ObjectNode> shown(Document document) {
    try {
      return resource
          .view()
          .shown(document.content())
          .flatMap(resource.shown())
          .map(it -> (ObjectNode) Json.tree(it));
    } catch (AnotherShape other) {
      return Optional.empty();
    }
  }

  /** What clients must have been shown, at the version that is shown. */
  Optional<JsonNode> fold(JsonNode shown, boolean past, Journal journal) {
    return document(shown, journal)
        .flatMap(content -> resource.view().shown(content))
        .flatMap(past ? resource.past() : resource.shown())
        .map(Json::tree);
  }

  /** The document at the version that is shown; empty where no events say so. */
  Optional<Document.Content> document(JsonNode shown, Journal journal) {
    var id = shown.path("id").asText();
    int version = shown.path("version").asInt();
    if (isLog()) {
      return journal.all().stream()
          .filter(event -> event.id().equals(id) && event.version() == version)
          .findFirst()
          .flatMap(event -> entry(event, journal));
    }
    var stream = journal.stream(resource.feed().source(), id);
    return version < 1 || version > stream.size()
        ? Optional.empty()
        : document(stream.subList(0, version));
  }

  /** What these events of one stream make; empty where only another release can read them. */
  Optional<Document.Content> document(List<RecordedEvent> past) {
    try {
      var id = past.getFirst().stream();
      var content = new Document.Content(id, 0, Optional.empty(), Map.of());
      for (var event : past) {
        content = resource.feed().evolve(content, event);
      }
      return Optional.of(content);
    } catch (UnreadableEvent ofAnother) {
      return Optional.empty();
    }
  }

  /** The entry of a log that an event makes, if any. */
  Optional<Document.Content> entry(RecordedEvent event, Journal journal) {
    return feeds.stream()
        .filter(feed -> feed.source().equals(event.service()))
        .findFirst()
        .flatMap(feed -> feed.entry(journal.seenBy(feed, event)));
  }
}
