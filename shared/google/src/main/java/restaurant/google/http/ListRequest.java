package restaurant.google.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import restaurant.eventsourcing.Document;
import restaurant.eventsourcing.Ids;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.Malformed;
import restaurant.eventsourcing.Query;

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

  /**
   * @throws Endpoint.Refused the caller may not see such a list
   */
  ListRequest(Exchange exchange, Resource<?, ?> resource, Caller caller) {
    this.exchange = exchange;
    this.resource = resource;
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

  /** Customers see lists of what is theirs, and no others. */
  private void restrict(Caller caller) {
    switch (resource.readers()) {
      case ALL -> {
        // Everybody sees all of it.
      }
      case STAFF, SELF -> caller.mustBeStaff();
      case OWNER -> {
        exchange.parameter("customerId").ifPresent(caller::mustOwn);
        if (!caller.staff() && exchange.parameter("customerId").isEmpty()) {
          filters.add(Query.Filter.equal("customerId", caller.customerId()));
        }
      }
    }
  }

  private void checkNames() {
    for (var name : exchange.parameters().keySet()) {
      if (!OWN.contains(name)
          && resource.filters().stream().noneMatch(f -> f.parameter().equals(name))) {
        throw new Malformed(name, name + " is not a parameter here.");
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
    if (given.isPresent() && !resource.orders().contains(given.get().replaceFirst("^-", ""))) {
      throw new Malformed(
          "orderBy",
          "orderBy must be one of %s, with a - before it for descending."
              .formatted(String.join(", ", resource.orders())));
    }
    return given.or(resource::defaultOrder);
  }

  private static Object value(String parameter, Resource.Kind kind, String text) {
    return switch (kind) {
      case TEXT -> text;
      case TEXT_IN_ANY_CASE -> text.toLowerCase(Locale.ROOT);
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
      case TIME -> {
        try {
          yield Instant.parse(text);
        } catch (DateTimeException e) {
          throw new Malformed(parameter, parameter + " must be a time like 2026-01-31T18:30:00Z.");
        }
      }
    };
  }

  /** One more than the page, to know whether another follows. */
  Query query() {
    var after = exchange.parameter("pageToken").map(this::cursor);
    return new Query(filters, orderBy, descending, pageSize + 1, after);
  }

  int pageSize() {
    return pageSize;
  }

  /** Names the place after a document. Good for the same filters and order only. */
  String token(Document last) {
    var token = Json.TOLERANT.createObjectNode();
    token.put("for", fingerprint());
    token.put("id", last.id());
    orderBy.ifPresent(
        field -> {
          var value = last.content().index().get(field);
          token.put("kind", kind(value).name());
          token.put("value", value.toString());
        });
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(Json.text(token).getBytes(StandardCharsets.UTF_8));
  }

  private static Resource.Kind kind(Object value) {
    return switch (value) {
      case Long number -> Resource.Kind.WHOLE_NUMBER;
      case Boolean bit -> Resource.Kind.TRUE_OR_FALSE;
      case Instant time -> Resource.Kind.TIME;
      default -> Resource.Kind.TEXT;
    };
  }

  private String fingerprint() {
    return Ids.hash(filters + " " + orderBy + " " + descending).substring(0, 8);
  }

  private Query.Cursor cursor(String text) {
    try {
      var bytes = Base64.getUrlDecoder().decode(text);
      JsonNode token = Json.parse(new String(bytes, StandardCharsets.UTF_8));
      if (token.path("for").asText().equals(fingerprint()) && token.path("id").isTextual()) {
        var value =
            orderBy.map(
                field ->
                    value(
                        "pageToken",
                        Resource.Kind.valueOf(token.path("kind").asText()),
                        token.path("value").asText()));
        return new Query.Cursor(value, token.path("id").textValue());
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new Malformed(
        "pageToken", "pageToken must be the nextPageToken of a list with the same parameters.");
  }
}
