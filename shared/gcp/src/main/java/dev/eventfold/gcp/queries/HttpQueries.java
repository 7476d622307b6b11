package dev.eventfold.gcp.queries;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.gcp.http.Answer;
import dev.eventfold.gcp.http.Bulkhead;
import dev.eventfold.gcp.http.Caller;
import dev.eventfold.gcp.http.Cors;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.gcp.http.EventJson;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.gcp.http.Problem;
import dev.eventfold.gcp.http.Versions;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import dev.eventfold.projections.Reshape;
import dev.eventfold.store.EventStore;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Answers from one view: a list, one document (as it is, as it was, or once it has caught up), and
 * the history of an aggregate.
 */
public final class HttpQueries<E, V> extends Endpoint {

  private static final int MAX_HISTORY = 500;
  private static final String EXPORT = "/export";

  /** Events that one request may read to show documents that other code has written. */
  private static final int MAX_RESHAPED = 500;

  private final String service;
  private final Resource<E, V> resource;
  private final EventStore events;
  private final DocumentReader store;
  private final Readership<E, V> readership;
  private final Reshape<E, V> reshape;
  private final CatchUp catchUp;
  private final Bulkhead waits = Bulkhead.ofWaits();
  private final TimeTravel<E, V> past;
  private final Optional<Export> export;

  public HttpQueries(
      String service,
      Resource<E, V> resource,
      EventStore events,
      DocumentReader store,
      Optional<Export> export) {
    super(Cors.fromSettings());
    this.service = service;
    this.resource = resource;
    this.events = events;
    this.store = store;
    this.reshape = new Reshape<>(resource.feed(), events);
    this.readership = new Readership<>(resource, events);
    this.catchUp = new CatchUp(resource.feed(), events);
    this.past = new TimeTravel<>(resource, events);
    this.export = export;
  }

  @Override
  protected Answer answer(Exchange exchange) {
    return inSpan(service + " queries", exchange, this::found);
  }

  private Answer found(Exchange exchange) {
    var path = exchange.path();
    if (path.equals(resource.path())) {
      allow(exchange, "GET", "HEAD");
      return list(new ListRequest(exchange, resource, enter(exchange)));
    }
    var history = idUnder("/" + service + "/events", path);
    if (history.isPresent() && resource.hasOwnStreams()) {
      allow(exchange, "GET", "HEAD");
      enter(exchange).mustBeStaff();
      return history(exchange, history.get());
    }
    var id = idUnder(resource.path(), path);
    if (id.isPresent()) {
      allow(exchange, "GET", "HEAD");
      return one(exchange, enter(exchange), id.get());
    }
    var person = Optional.of(path).filter(p -> p.endsWith(EXPORT)).flatMap(this::person);
    if (person.isPresent() && export.isPresent()) {
      allow(exchange, "GET", "HEAD");
      readership.mayAsk(enter(exchange), person.get());
      return export(exchange, export.get(), person.get());
    }
    throw noSuchPath(exchange);
  }

  private Optional<String> person(String path) {
    return idUnder(resource.path(), path.substring(0, path.length() - EXPORT.length()));
  }

  /** The last segment of a path that has just one below its parent. */
  private static Optional<String> idUnder(String parent, String path) {
    return Optional.of(path)
        .filter(p -> p.startsWith(parent + "/"))
        .map(p -> p.substring(parent.length() + 1))
        .filter(id -> id.matches("[A-Za-z0-9-]{1,64}"));
  }

  private Answer list(ListRequest request) {
    var page = DocumentPage.of(store, resource.view().collection(), request.query());
    var body = Json.TOLERANT.createObjectNode();
    var items = body.putArray("items");
    var contents =
        page.documents().stream().flatMap(document -> document.readable().stream()).toList();
    for (var content : reshape.of(contents, MAX_RESHAPED)) {
      Representation.of(resource, content).ifPresent(shown -> items.add(shown.json()));
    }
    if (page.hasMore()) {
      body.put("nextPageToken", request.token(page.documents().getLast()));
    }
    return Answer.json(200, body);
  }

  private Answer one(Exchange exchange, Caller caller, String id) {
    checkNames(exchange, Set.of("minVersion", "asOf"));
    var moment = exchange.parameter("asOf").map(this::moment);
    var minVersion = MinVersion.of(exchange);
    if (moment.isPresent() && minVersion.isPresent()) {
      throw new Malformed("asOf", "asOf and minVersion must not be given together.");
    }
    readership.mayAsk(caller, id);
    if (moment.isPresent()) {
      readership.mayRead(caller, id, Optional.empty());
      return answer(exchange, id, past.asOf(id, moment.get()));
    }
    var document = document(id);
    if (minVersion.isPresent()) {
      readership.mayRead(caller, id, document);
      return atLeast(exchange, caller, minVersion.get(), id, document);
    }
    var there = document.orElseThrow(() -> notFound(id));
    readership.mayRead(caller, id, document);
    return answer(exchange, id, shown(there.content()));
  }

  private Optional<Representation> shown(Document.Content content) {
    return Representation.of(resource, reshaped(content));
  }

  private Document.Content reshaped(Document.Content content) {
    return reshape.of(List.of(content), MAX_RESHAPED).getFirst();
  }

  private TimeTravel.Moment moment(String asOf) {
    if (!resource.hasOwnStreams()) {
      throw new Malformed("asOf", "asOf is not a parameter here.");
    }
    return TimeTravel.Moment.of(asOf);
  }

  private Optional<Document> document(String id) {
    var key = resource.view().key(id);
    return Optional.ofNullable(store.get(List.of(key)).get(key));
  }

  /** Reads one's own writes: folded forward where there is a stream to fold, else waited for. */
  private Answer atLeast(
      Exchange exchange, Caller caller, MinVersion wanted, String id, Optional<Document> document) {
    var content =
        document.map(Document::content).orElseGet(() -> Document.Content.checkpoint(id, 0));
    if (wanted.isReachedBy(document)) {
      return answer(exchange, id, shown(content));
    }
    if (resource.hasOwnStreams()) {
      var folded = catchUp.to(wanted.version(), reshaped(content));
      return answer(exchange, id, Representation.of(resource, folded));
    }
    var waited = waited(caller, wanted, id, document);
    if (!wanted.isReachedBy(waited)) {
      throw CatchUp.behind(waited.map(Document::version).orElse(0L), wanted.version());
    }
    return wanted.applied(answer(exchange, id, waited.flatMap(it -> shown(it.content()))));
  }

  /** What comes while one waits; what there is, where too many wait already. */
  private Optional<Document> waited(
      Caller caller, MinVersion wanted, String id, Optional<Document> document) {
    if (wanted.patience().isZero()) {
      return document;
    }
    var place = waits.enter(caller);
    if (place.isEmpty()) {
      return document;
    }
    try {
      return wanted.until(() -> document(id));
    } finally {
      place.get().leave();
    }
  }

  private static Answer answer(Exchange exchange, String id, Optional<Representation> found) {
    var shown = found.orElseThrow(() -> notFound(id));
    var tag = shown.tag();
    var known = exchange.header("If-None-Match");
    if (known.isPresent() && Versions.matches(known.get(), tag)) {
      return Answer.empty(304).with("ETag", tag);
    }
    return Answer.json(200, shown.json()).with("ETag", tag);
  }

  private Answer history(Exchange exchange, String id) {
    int pageSize = itemsAPage(exchange);
    long after = place(exchange, "history").map(Long::parseLong).orElse(0L);
    var page = EventPage.of(events, id, after, pageSize);
    // There is no token of a history that is not there.
    if (page.events().isEmpty() && after == 0) {
      throw notFound(id);
    }
    var body = Json.TOLERANT.createObjectNode();
    body.put("aggregateId", id);
    var list = body.putArray("events");
    page.events().forEach(event -> list.add(EventJson.of(event)));
    if (page.hasMore()) {
      body.put("nextPageToken", token("" + page.events().getLast().version(), exchange));
    }
    return Answer.json(200, body);
  }

  private Answer export(Exchange exchange, Export of, String person) {
    int pageSize = itemsAPage(exchange);
    var after = place(exchange, "export");
    var body = Json.TOLERANT.createObjectNode();
    body.put("id", person);
    var items = body.putArray("items");
    var next = of.page(person, after, pageSize, items);
    if (items.isEmpty() && after.isEmpty()) {
      throw notFound(person);
    }
    next.ifPresent(it -> body.put("nextPageToken", token(it, exchange)));
    return Answer.json(200, body);
  }

  private static int itemsAPage(Exchange exchange) {
    checkNames(exchange, Set.of("pageSize", "pageToken"));
    return ListRequest.pageSize(exchange, 100, MAX_HISTORY);
  }

  private static String token(String place, Exchange exchange) {
    return PageTokens.of(place, scope(exchange));
  }

  private static Optional<String> place(Exchange exchange, String what) {
    return exchange
        .parameter("pageToken")
        .map(
            token ->
                PageTokens.place(token, scope(exchange))
                    .orElseThrow(
                        () ->
                            new Malformed(
                                "pageToken",
                                "pageToken must be the nextPageToken of this %s."
                                    .formatted(what))));
  }

  /** Whose it is, and of what. */
  private static List<String> scope(Exchange exchange) {
    return List.of(exchange.caller().name(), exchange.path());
  }

  private static void checkNames(Exchange exchange, Set<String> known) {
    for (var name : exchange.parameters().keySet()) {
      if (!known.contains(name)) {
        throw Malformed.unknownName(name, "is not a parameter here.");
      }
    }
  }

  static Refused notFound(String id) {
    return new Refused(Problem.of(404, "not-found", "Not found", "There is no " + id + "."));
  }
}
