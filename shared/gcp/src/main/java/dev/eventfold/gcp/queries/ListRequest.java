package dev.eventfold.gcp.queries;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.gcp.http.Caller;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.gcp.http.Utf8;
import dev.eventfold.gcp.queries.Resource.Readers;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The parameters of a list, checked: filters, {@code orderBy}, {@code pageSize}, {@code pageToken}.
 */
final class ListRequest {

  private static final int DEFAULT_PAGE_SIZE = 20;
  private static final int MAX_PAGE_SIZE = 100;
  private static final List<String> OWN = List.of("orderBy", "pageSize", "pageToken");

  private final Exchange exchange;
  private final Resource<?, ?> resource;
  private final int pageSize;
  private final Optional<String> orderBy;
  private final boolean descending;
  private final List<Query.Filter> filters = new ArrayList<>();
  private final String caller;

  /**
   * @throws Endpoint.Refused the caller may not see such a list
   */
  ListRequest(Exchange exchange, Resource<?, ?> resource, Caller caller) {
    this.exchange = exchange;
    this.resource = resource;
    this.caller = caller.name();
    checkNames();
    this.pageSize = pageSize(exchange, DEFAULT_PAGE_SIZE, MAX_PAGE_SIZE);
    var order = order();
    this.descending = order.map(o -> o.startsWith("-")).orElse(false);
    this.orderBy = order.map(o -> o.replaceFirst("^-", ""));
    for (var filter : resource.filters()) {
      exchange
          .parameter(filter.parameter())
          .ifPresent(
              text ->
                  filters.add(
                      new Query.Filter(
                          filter.field(),
                          filter.operator(),
                          value(filter.parameter(), filter.kind(), text))));
    }
    restrict(caller);
  }

  /** Who is not staff sees lists of what is theirs, and no others. */
  private void restrict(Caller caller) {
    switch (resource.readers()) {
      case Readers.Everybody all -> {
        // Everybody sees all of it.
      }
      case Readers.Staff staff -> caller.mustBeStaff();
      case Readers.Self self -> caller.mustBeStaff();
      case Readers.Owner(var field) -> {
        var owners = filters.stream().filter(filter -> isEqual(filter, field)).toList();
        owners.forEach(owner -> caller.mustOwn(owner.value().toString()));
        if (!caller.staff() && owners.isEmpty()) {
          filters.add(Query.Filter.equal(field, caller.id()));
        }
      }
    }
  }

  private static boolean isEqual(Query.Filter filter, String field) {
    return filter.operator() == Query.Operator.EQUAL && filter.field().equals(field);
  }

  private void checkNames() {
    for (var name : exchange.parameters().keySet()) {
      if (!OWN.contains(name)
          && resource.filters().stream().noneMatch(f -> f.parameter().equals(name))) {
        throw Malformed.unknownName(name, "is not a parameter here.");
      }
    }
  }

  static int pageSize(Exchange exchange, int byDefault, int max) {
    var text = exchange.parameter("pageSize");
    if (text.isPresent()
        && (!text.get().matches("[0-9]{1,4}")
            || Integer.parseInt(text.get()) < 1
            || Integer.parseInt(text.get()) > max)) {
      throw new Malformed(
          "pageSize", "pageSize must be a whole number from 1 to %d.".formatted(max));
    }
    return text.map(Integer::parseInt).orElse(byDefault);
  }

  private Optional<String> order() {
    var given = exchange.parameter("orderBy");
    if (given.isPresent() && !resource.sortFields().contains(given.get().replaceFirst("^-", ""))) {
      throw new Malformed(
          "orderBy",
          "orderBy must be one of %s, with a - before it for descending."
              .formatted(String.join(", ", resource.sortFields())));
    }
    return given.or(resource::defaultOrder);
  }

  static Object value(String parameter, Resource.Kind kind, String text) {
    return switch (kind) {
      case TEXT -> notTooLong(parameter, text);
      case TEXT_IN_ANY_CASE -> notTooLong(parameter, text.toLowerCase(Locale.ROOT));
      case WHOLE_NUMBER -> {
        if (!text.matches("-?[0-9]{1,18}")) {
          throw new Malformed(parameter, parameter + " must be a whole number.");
        }
        yield Long.parseLong(text);
      }
      case TRUE_OR_FALSE -> {
        if (!List.of("true", "false").contains(text)) {
          throw new Malformed(parameter, parameter + " must be true or false.");
        }
        yield Boolean.parseBoolean(text);
      }
      case TIME -> Times.parse(parameter, "must be a time", text);
    };
  }

  /** Stores find nothing longer: their indexes do not hold it. */
  private static String notTooLong(String parameter, String text) {
    if (Utf8.length(text) > Document.MAX_INDEXED_BYTES) {
      throw new Malformed(
          parameter,
          "%s must have at most %,d bytes in UTF-8."
              .formatted(parameter, Document.MAX_INDEXED_BYTES));
    }
    return text;
  }

  /** One more than the page, to know whether another follows. */
  Query query() {
    var after = exchange.parameter("pageToken").map(this::cursor);
    return new Query(filters, orderBy, descending, pageSize + 1, after);
  }

  /** Names the place after a document. Good for the same caller, filters and order only. */
  String token(Document last) {
    var value = orderBy.map(field -> last.content().index().get(field));
    return PageTokens.of(Json.text(Cursors.json(new Query.Cursor(value, last.id()))), scope());
  }

  private List<String> scope() {
    return List.of(
        caller, resource.path(), filters.toString(), orderBy.toString(), "" + descending);
  }

  private Query.Cursor cursor(String text) {
    return PageTokens.place(text, scope())
        .map(Json::parse)
        .map(Cursors::of)
        .orElseThrow(
            () ->
                new Malformed(
                    "pageToken",
                    "pageToken must be the nextPageToken of a list with the same parameters."));
  }
}
