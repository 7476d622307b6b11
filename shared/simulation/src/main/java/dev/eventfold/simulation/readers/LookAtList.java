package dev.eventfold.simulation.readers;

import static dev.eventfold.simulation.choices.Violation.violated;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.world.Caller;
import dev.eventfold.simulation.world.Request;
import dev.eventfold.simulation.world.Response;
import dev.eventfold.simulation.world.World;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/**
 * A list, read page by page: in order, nothing twice, and nothing left out that was there all the
 * while and was written by nobody.
 */
final class LookAtList implements Look {

  private static final Query EVERYTHING = Query.first(10_000);

  /**
   * What is listed.
   *
   * @param orderBy as a client says it; empty for the usual order
   */
  record Question(ReadModel at, String orderBy, Filter filter, int pageSize) {

    Map<String, String> query() {
      var query = new LinkedHashMap<>(filter.query());
      query.put("pageSize", "" + pageSize);
      if (!orderBy.isEmpty()) {
        query.put("orderBy", orderBy);
      }
      return query;
    }
  }

  private final Question question;
  private final Caller caller;
  private final World world;
  private final Observations observations;
  private final Supplier<Boolean> isCurious;
  private final Instant begun;
  private final Map<String, List<Document>> before;
  private final List<JsonNode> items = new ArrayList<>();
  private Optional<String> token = Optional.empty();
  private Map<String, Observations.Progress> seen = Map.of();

  /**
   * @param isCurious whether somebody tries what a token is good for beside this list
   */
  LookAtList(
      Question question,
      Caller caller,
      World world,
      Observations observations,
      Supplier<Boolean> isCurious) {
    this.question = question;
    this.caller = caller;
    this.world = world;
    this.observations = observations;
    this.isCurious = isCurious;
    this.begun = world.now();
    this.before = documents();
  }

  /** Of each document what is wherever readers may look now; only those that are everywhere. */
  private Map<String, List<Document>> documents() {
    var everywhere = world.readable(question.at().view());
    var documents =
        everywhere.stream()
            .flatMap(
                collection ->
                    world.unforgotten(world.views()).page(collection, EVERYTHING).stream())
            .collect(Collectors.groupingBy(Document::id));
    documents.values().removeIf(it -> it.size() < everywhere.size());
    return documents;
  }

  @Override
  public String service() {
    return question.at().service();
  }

  @Override
  public Request begin() {
    seen = observations.soFar();
    var query = question.query();
    token.ifPresent(place -> query.put("pageToken", place));
    return Request.get(question.at().path(), query, Map.of(), caller);
  }

  @Override
  public Optional<Look> answered(Response response) {
    if (response.status() != 200) {
      throw violated(
          "no function fails unexpectedly", "%s: %d %s", this, response.status(), response.body());
    }
    var body = Json.parse(response.body());
    keep(body.path("items").size() <= question.pageSize(), "a page is as long as asked", body);
    body.path("items").forEach(item -> take(item, response.isOfTheNext()));
    token = Optional.ofNullable(body.path("nextPageToken").textValue());
    if (token.isEmpty()) {
      isWhole();
      return Optional.empty();
    }
    return Optional.of(isCurious.get() ? new LookElsewhere(question, token.get(), this) : this);
  }

  private void take(JsonNode item, boolean isNext) {
    var at = question.at();
    if (doubtful().contains(item.path("id").asText())) {
      return;
    }
    keep(at.isTrue(item, isNext, false, world.journal()), "what is shown is true", item);
    keep(question.filter().holds().test(item), "a list has what is asked for", item);
    keep(
        items.isEmpty()
            || at.order(question.orderBy(), world.journal()).compare(items.getLast(), item) < 0,
        "a list is in order",
        item);
    var path = at.path() + "/" + item.path("id").asText();
    var floor = seen.getOrDefault(path, Observations.Progress.NONE);
    keep(!Observations.Progress.of(at, item).isBehind(floor), "views do not go back", item);
    observations.saw(at, path, item);
    items.add(item);
  }

  private Set<String> doubtful() {
    return observations.doubtful(question.at(), begun);
  }

  private void isWhole() {
    var listed = new HashSet<>(doubtful());
    items.forEach(item -> listed.add(item.get("id").asText()));
    for (var there : documents().entrySet()) {
      if (there.getValue().equals(before.get(there.getKey())) && !listed.contains(there.getKey())) {
        // Of two collections, one may be behind: what only the other says need not be listed.
        var shown = there.getValue().stream().map(question.at()::shown).toList();
        keep(
            !shown.stream().allMatch(it -> it.filter(question.filter().holds()).isPresent()),
            "a list leaves nothing out",
            shown);
      }
    }
  }

  private void keep(boolean kept, String invariant, Object what) {
    if (!kept) {
      throw violated(invariant, "%s: %s after %s", this, what, items);
    }
  }

  Caller caller() {
    return caller;
  }

  @Override
  public String toString() {
    return "%s lists %s?%s".formatted(caller.name(), question.at().path(), question.query());
  }
}
