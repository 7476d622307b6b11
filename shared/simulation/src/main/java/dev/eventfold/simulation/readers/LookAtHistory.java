package dev.eventfold.simulation.readers;

import static dev.eventfold.simulation.choices.Violation.violated;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.views.ExpectedViews;
import dev.eventfold.simulation.world.Caller;
import dev.eventfold.simulation.world.Journal;
import dev.eventfold.simulation.world.Request;
import dev.eventfold.simulation.world.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The history of an aggregate, read page by page: all that was there when somebody began. */
final class LookAtHistory implements Look {

  private final String service;
  private final String id;
  private final Caller caller;
  private final int pageSize;
  private final Journal journal;
  private final int before;
  private final List<JsonNode> events = new ArrayList<>();
  private Optional<String> token = Optional.empty();

  LookAtHistory(String service, String id, Caller caller, int pageSize, Journal journal) {
    this.service = service;
    this.id = id;
    this.caller = caller;
    this.pageSize = pageSize;
    this.journal = journal;
    this.before = journal.length(service, id);
  }

  @Override
  public String service() {
    return service;
  }

  @Override
  public Request begin() {
    var query =
        token
            .map(place -> Map.of("pageSize", "" + pageSize, "pageToken", place))
            .orElseGet(() -> Map.of("pageSize", "" + pageSize));
    return Request.get("/%s/events/%s".formatted(service, id), query, Map.of(), caller);
  }

  @Override
  public Optional<Look> answered(Response response) {
    keep(response.status() == 200 || response.status() == 404 && before == 0, response);
    if (response.status() == 404) {
      return Optional.empty();
    }
    var body = Json.parse(response.body());
    body.path("events").forEach(events::add);
    token = Optional.ofNullable(body.path("nextPageToken").textValue());
    var stream = journal.stream(service, id);
    keep(events.size() <= stream.size(), response);
    keep(token.isPresent() || events.size() >= before, response);
    for (int i = 0; i < events.size(); i++) {
      keep(isSame(stream.get(i), events.get(i)), response);
    }
    return token.map(more -> this);
  }

  private static boolean isSame(RecordedEvent stored, JsonNode told) {
    return stored.id().equals(told.path("id").asText())
        && stored.version() == told.path("version").asLong()
        && stored.type().equals(told.path("type").asText())
        && stored.timestamp().toString().equals(told.path("timestamp").asText())
        && ExpectedViews.isSame(stored.payload(), told.path("payload"));
  }

  private void keep(boolean kept, Response response) {
    if (!kept) {
      throw violated(
          "a history is what was stored", "%s: %d %s", this, response.status(), response.body());
    }
  }

  @Override
  public String toString() {
    return "%s reads the history of %s".formatted(caller.name(), id);
  }
}
