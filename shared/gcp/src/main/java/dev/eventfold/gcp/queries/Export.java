package dev.eventfold.gcp.queries;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.http.EventJson;
import dev.eventfold.json.Json;
import dev.eventfold.store.EventStore;
import java.util.List;
import java.util.Optional;

/**
 * All that is kept of a person, and where, a page at a time: each document that is theirs, followed
 * by the events of its stream. What is sealed is shown as it is read: plain, or erased. Costs a
 * read for each event and document that is shown and, for each view, one for where it is and one
 * for its end.
 */
public final class Export {

  private final List<Holding> holdings;
  private final Backend stored;
  private final Backend opening;
  private final DocumentReader views;

  /**
   * @param stored what is stored, as it is
   * @param opening the same, by a service that may have the keys
   */
  public Export(List<Holding> holdings, Backend stored, Backend opening) {
    this.holdings = holdings;
    this.stored = stored;
    this.opening = opening;
    this.views = stored.currentViews();
  }

  /**
   * How far one has come.
   *
   * @param holding the place in the list of the one that is being looked at
   * @param document the last of its documents that was looked at
   * @param events how many of that one's were shown; {@link #ALL} when it has no more
   */
  private record Place(int holding, Optional<Query.Cursor> document, long events) {

    private static final long ALL = Long.MAX_VALUE;

    static final Place FIRST = new Place(0, Optional.empty(), ALL);

    Place ofNextHolding() {
      return new Place(holding + 1, Optional.empty(), ALL);
    }

    Place at(long version) {
      return new Place(holding, document, version);
    }

    String text() {
      var json = Json.TOLERANT.createObjectNode().put("holding", holding).put("events", events);
      document.ifPresent(it -> json.set("document", Cursors.json(it)));
      return Json.text(json);
    }

    static Place of(JsonNode json) {
      var document = Optional.ofNullable(json.get("document")).map(Cursors::of);
      return new Place(json.path("holding").asInt(), document, json.path("events").asLong());
    }
  }

  /** Shows it up to a number of items. */
  private final class Page {

    private final String person;
    private final int size;
    private final ArrayNode items;
    private Place place;
    private long characters;

    Page(String person, int size, ArrayNode items, Place place) {
      this.person = person;
      this.size = size;
      this.items = items;
      this.place = place;
    }

    Optional<Place> fill() {
      while (place.holding() < holdings.size()
          && items.size() < size
          && characters <= EventPage.ENOUGH_CHARACTERS) {
        var holding = holdings.get(place.holding());
        place = place.events() == Place.ALL ? document(holding) : events(holding);
      }
      return place.holding() < holdings.size() ? Optional.of(place) : Optional.empty();
    }

    private Place document(Holding holding) {
      if (holding.field().isPresent()) {
        return views.page(holding.view(), holding.of(person, place.document())).stream()
            .findFirst()
            .map(it -> shown(holding, it))
            .orElseGet(place::ofNextHolding);
      }
      if (place.document().isPresent()) {
        return place.ofNextHolding();
      }
      var key = new QueryStore.Key(holding.view(), person);
      Optional.ofNullable(views.get(List.of(key)).get(key)).ifPresent(it -> show(holding, it));
      // There may be a stream without: what is not projected yet, or was erased.
      return after(holding, new Query.Cursor(Optional.empty(), person));
    }

    private Place shown(Holding holding, Document document) {
      show(holding, document);
      var value = holding.orderBy().map(it -> document.content().index().get(it));
      return after(holding, new Query.Cursor(value, document.id()));
    }

    private Place after(Holding holding, Query.Cursor document) {
      long events = holding.events().isEmpty() ? Place.ALL : 0;
      return new Place(place.holding(), Optional.of(document), events);
    }

    private void show(Holding holding, Document document) {
      document
          .readable()
          .flatMap(Document.Content::body)
          .map(it -> opening.disclosed(holding.view(), document.id(), it))
          .ifPresent(
              body -> {
                characters += Json.size(body);
                var json = item(List.of("views/" + holding.view())).putObject("document");
                json.put("id", document.id()).put("version", document.version());
                body.properties().stream()
                    .filter(it -> !it.getKey().startsWith("$"))
                    .forEach(it -> json.set(it.getKey(), it.getValue()));
              });
    }

    private Place events(Holding holding) {
      var stream = place.document().orElseThrow().id();
      int room = Math.min(size - items.size(), EventStore.AT_ONCE);
      var events = stored.eventStore(holding.service()).readAfter(stream, place.events(), room);
      for (var event : events) {
        var shown = EventJson.of(opening.disclosed(event));
        characters += Json.size(shown);
        item(holding.events()).set("event", shown);
      }
      return place.at(events.size() < room ? Place.ALL : events.getLast().version());
    }

    private ObjectNode item(List<String> places) {
      var item = items.addObject();
      places.forEach(item.putArray("keptIn")::add);
      return item;
    }
  }

  /**
   * Adds the next items.
   *
   * @param after a place that was returned, or nothing for the first
   * @return the place to go on from, if there may be more
   */
  Optional<String> page(String person, Optional<String> after, int size, ArrayNode items) {
    var from = after.map(Json::parse).map(Place::of).orElse(Place.FIRST);
    return new Page(person, size, items, from).fill().map(Place::text);
  }
}
