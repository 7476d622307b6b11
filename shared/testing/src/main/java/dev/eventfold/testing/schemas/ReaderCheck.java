package dev.eventfold.testing.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.events.EventTypes;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.json.Json;
import dev.eventfold.projections.Feed;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** What a consumer does with the golden events of the service that it reads. */
final class ReaderCheck<E, V> {

  private static final String STREAM = "golden";

  private final GoldenEvents golden;
  private final Feed<E, V> feed;
  private final Set<String> broken = new LinkedHashSet<>();

  ReaderCheck(GoldenEvents golden, Feed<E, V> feed) {
    this.golden = golden;
    this.feed = feed;
  }

  List<String> broken() {
    if (feed.types() instanceof EventTypes<E> table) {
      table.entries().forEach(this::check);
    }
    if (broken.isEmpty()) {
      golden.all().forEach(first -> golden.all().forEach(second -> fold(first, second)));
    }
    return List.copyOf(broken);
  }

  private void check(EventTypes.Entry<E> entry) {
    var type = Words.of(entry.type());
    var events = golden.ofType(entry.name());
    int newest = events.stream().mapToInt(GoldenEvent::schema).max().orElse(0);
    if (newest == 0) {
      broken.add(
          "%s %s: %s reads it, and there is no golden event of this type"
              .formatted(golden.service(), entry.name(), type));
      return;
    }
    var read = new ArrayList<JsonNode>();
    for (var event : events) {
      try {
        var bound = feed.types().read(event.recorded(STREAM, 1)).orElseThrow().event();
        if (event.schema() == newest) {
          read.add(Json.tree(bound));
        }
      } catch (UnreadableEvent e) {
        broken.add("%s: %s cannot read it: %s".formatted(event, type, e.getMessage()));
        return;
      }
    }
    Parts.lackedBy(read, entry.type())
        .forEach(
            part ->
                broken.add(
                    "%s %s@%d: %s reads %s, which no golden event has"
                        .formatted(golden.service(), entry.name(), newest, type, part)));
  }

  /** As a projector would, in whatever state its documents are. */
  private void fold(GoldenEvent first, GoldenEvent second) {
    try {
      var documents = new HashMap<String, Document.Content>();
      apply(first.recorded(STREAM, 1), documents);
      apply(second.recorded(STREAM, 2), documents);
    } catch (RuntimeException e) {
      broken.add(
          "%s after %s: %s cannot fold it: %s"
              .formatted(second, first, Words.of(feed.projection().getClass()), e));
    }
  }

  private void apply(RecordedEvent event, HashMap<String, Document.Content> documents) {
    switch (feed.checkpoint()) {
      case NONE -> feed.entry(event);
      case IN_DOCUMENT -> documents.put(STREAM, feed.evolve(there(STREAM, documents), event));
      case PER_STREAM -> documents.putAll(feed.evolve(event, id -> there(id, documents)));
    }
  }

  private static Document.Content there(String id, HashMap<String, Document.Content> documents) {
    return documents.getOrDefault(id, Document.Content.checkpoint(id, 0));
  }
}
