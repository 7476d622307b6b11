package restaurant.google.http;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import restaurant.eventsourcing.Document;
import restaurant.eventsourcing.EventStore;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.Malformed;
import restaurant.eventsourcing.Problem;
import restaurant.eventsourcing.QueryStore;

/**
 * Answers from one view: a list, one document (as it is, as it was, or once it has caught up), and
 * the history of an aggregate.
 */
public final class HttpQueries<E, V> extends Endpoint {

  private static final int MAX_HISTORY = 500;

  private final String service;
  private final Resource<E, V> resource;
  private final EventStore events;
  private final QueryStore store;
  private final TimeTravel past;

  public HttpQueries(String service, Resource<E, V> resource, EventStore events, QueryStore store) {
    this.service = service;
    this.resource = resource;
    this.events = events;
    this.store = store;
    this.past = new TimeTravel(resource, events);
  }

  @Override
  Answer answer(Exchange exchange) {
    return inSpan(service + " queries", exchange, this::found);
  }

  private Answer found(Exchange exchange) {
    var path = exchange.path();
    if (path.equals(resource.path())) {
      allow(exchange, "GET", "HEAD");
      return list(new ListRequest(exchange, resource, exchange.caller()));
    }
    var history = idUnder("/" + service + "/events", path);
    if (history.isPresent() && resource.history().isPresent()) {
      allow(exchange, "GET", "HEAD");
      exchange.caller().mustBeStaff();
      return history(exchange, history.get());
    }
    var id = idUnder(resource.path(), path);
    if (id.isPresent()) {
      allow(exchange, "GET", "HEAD");
      mayAsk(exchange.caller(), id.get());
      return one(exchange, id.get());
    }
    throw noSuchPath(exchange);
  }

  /** The last segment of a path that has just one below its parent. */
  private static Optional<String> idUnder(String parent, String path) {
    return Optional.of(path)
        .filter(p -> p.startsWith(parent + "/"))
        .map(p -> p.substring(parent.length() + 1))
        .filter(id -> id.matches("[A-Za-z0-9-]{1,64}"));
  }

  private Answer list(ListRequest request) {
    var found = store.page(resource.view().collection(), request.query());
    var page = found.subList(0, Math.min(found.size(), request.pageSize()));
    var body = Json.TOLERANT.createObjectNode();
    var items = body.putArray("items");
    for (var document : page) {
      Shown.of(resource, document.content()).ifPresent(shown -> items.add(shown.json()));
    }
    if (found.size() > page.size()) {
      body.put("nextPageToken", request.token(page.getLast()));
    }
    return Answer.json(200, body);
  }

  private Answer one(Exchange exchange, String id) {
    checkNames(exchange, Set.of("minVersion", "asOf"));
    var asOf = exchange.parameter("asOf");
    if (asOf.isPresent()) {
      return answer(exchange, id, past.asOf(id, asOf.get()));
    }
    var minVersion = MinVersion.of(exchange);
    if (minVersion.isPresent()) {
      var wait = minVersion.get();
      var document = wait.until(() -> document(id));
      long version = document.map(Document::version).orElse(0L);
      if (version < wait.version()) {
        throw behind(version, wait.version());
      }
      return wait.applied(answer(exchange, id, document.flatMap(this::shown)));
    }
    return answer(exchange, id, document(id).flatMap(this::shown));
  }

  private Optional<Document> document(String id) {
    var key = resource.view().key(id);
    return Optional.ofNullable(store.get(List.of(key)).get(key));
  }

  private Optional<Shown> shown(Document document) {
    return Shown.of(resource, document.content());
  }

  /** What can be refused before anything is read. */
  private void mayAsk(Caller caller, String id) {
    switch (resource.readers()) {
      case STAFF -> caller.mustBeStaff();
      case SELF -> caller.mustOwn(id);
      case ALL, OWNER -> {
        // Nothing to refuse, or the document says whose it is.
      }
    }
  }

  private Answer answer(Exchange exchange, String id, Optional<Shown> found) {
    var shown = found.orElseThrow(() -> notFound(id));
    if (resource.readers() == Resource.Readers.OWNER) {
      exchange.caller().mustOwn(shown.fields().path("customerId").asText());
    }
    var tag = shown.tag();
    var known = exchange.header("If-None-Match");
    if (known.isPresent() && Versions.matches(known.get(), tag)) {
      return Answer.empty(304).with("ETag", tag);
    }
    return Answer.json(200, shown.json()).with("ETag", tag);
  }

  private Answer history(Exchange exchange, String id) {
    checkNames(exchange, Set.of("pageSize", "pageToken"));
    int pageSize = ListRequest.pageSize(exchange, 100, MAX_HISTORY);
    var token = exchange.parameter("pageToken").orElse("0");
    if (!token.matches("[0-9]{1,10}")) {
      throw new Malformed("pageToken", "pageToken must be the nextPageToken of a history.");
    }
    long after = Long.parseLong(token);
    var found = events.readAfter(id, after, pageSize + 1);
    if (found.isEmpty() && after == 0) {
      throw notFound(id);
    }
    var body = Json.TOLERANT.createObjectNode();
    body.put("aggregateId", id);
    var page = found.subList(0, Math.min(found.size(), pageSize));
    var list = body.putArray("events");
    page.forEach(event -> list.add(EventJson.of(event)));
    if (found.size() > page.size()) {
      body.put("nextPageToken", Long.toString(page.getLast().version()));
    }
    return Answer.json(200, body);
  }

  private static void checkNames(Exchange exchange, Set<String> known) {
    for (var name : exchange.parameters().keySet()) {
      if (!known.contains(name)) {
        throw new Malformed(name, name + " is not a parameter here.");
      }
    }
  }

  private static Refused notFound(String id) {
    return new Refused(Problem.of(404, "not-found", "Not found", "There is no " + id + "."));
  }

  private static Refused behind(long version, long wanted) {
    return new Refused(
        Problem.of(
            504,
            "behind",
            "The view is behind",
            "The view is at version %d, not yet at %d.".formatted(version, wanted)),
        Map.of("ETag", Versions.tag(version)));
  }
}
