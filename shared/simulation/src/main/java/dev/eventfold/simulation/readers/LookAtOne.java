package dev.eventfold.simulation.readers;

import static dev.eventfold.simulation.choices.Violation.violated;

import dev.eventfold.json.Json;
import dev.eventfold.simulation.world.Caller;
import dev.eventfold.simulation.world.Journal;
import dev.eventfold.simulation.world.Request;
import dev.eventfold.simulation.world.Response;
import dev.eventfold.simulation.world.World;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** A look at one document: as it is, at some version at least, or as it was. */
public final class LookAtOne implements Look {

  /**
   * What of it is asked for.
   *
   * @param minVersion empty for whatever is there
   * @param asOf a version or a time; empty for now
   * @param known the tag of what the reader has already; empty for none
   */
  record Question(OptionalLong minVersion, Optional<String> asOf, Optional<String> known) {

    static Question plain() {
      return new Question(OptionalLong.empty(), Optional.empty(), Optional.empty());
    }

    static Question atLeast(long version) {
      return new Question(OptionalLong.of(version), Optional.empty(), Optional.empty());
    }

    static Question asOf(String moment) {
      return new Question(OptionalLong.empty(), Optional.of(moment), Optional.empty());
    }

    Question unless(String tag) {
      return new Question(minVersion, asOf, Optional.of(tag));
    }
  }

  private final ReadModel at;
  private final String id;
  private final Caller caller;
  private final Question question;
  private final World world;
  private final Journal journal;
  private final Observations observations;
  private final String representation;
  private Instant begun;
  private int before;
  private Observations.Progress seen;

  LookAtOne(
      ReadModel at,
      String id,
      Caller caller,
      Question question,
      World world,
      Observations observations) {
    this.at = at;
    this.id = id;
    this.caller = caller;
    this.question = question;
    this.world = world;
    this.journal = world.journal();
    this.observations = observations;
    this.representation = representation(at, id, question.asOf().isPresent());
  }

  /** What an ETag is of: a document as it is, or as it was. */
  static String representation(ReadModel at, String id, boolean past) {
    return at.path() + "/" + id + (past ? " as it was" : "");
  }

  @Override
  public String service() {
    return at.service();
  }

  @Override
  public Request begin() {
    begun = world.now();
    before = journal.length(at.service(), id);
    seen = observations.soFar().getOrDefault(path(), Observations.Progress.NONE);
    var query = new LinkedHashMap<String, String>();
    question.minVersion().ifPresent(version -> query.put("minVersion", "" + version));
    question.asOf().ifPresent(moment -> query.put("asOf", moment));
    var headers = question.known().map(tag -> Map.of("If-None-Match", tag)).orElseGet(Map::of);
    return Request.get(path(), query, headers, caller);
  }

  private String path() {
    return at.path() + "/" + id;
  }

  @Override
  public Optional<Look> answered(Response response) {
    if (!at.isReadBy(caller)) {
      keep(response.status() == at.refusal().getAsInt(), "strangers see nothing", response);
      return Optional.empty();
    }
    if (isDoubtful()) {
      boolean isAnAnswer = Set.of(200, 304, 404, 412, 504).contains(response.status());
      keep(isAnAnswer, "no function fails unexpectedly", response);
      return Optional.empty();
    }
    switch (response.status()) {
      case 200, 304 -> shown(response);
      case 404 -> keep(mayBeMissing(), "what is there is shown", response);
      case 412 -> keep(mayBeTooSoon(), "one reads one's own writes", response);
      case 504 ->
          keep(mayBeBehind(response) || isBeyond(response), "one reads one's own writes", response);
      default -> throw violated("no function fails unexpectedly", "%s: %s", this, words(response));
    }
    return Optional.empty();
  }

  /** What is folded from events alone is true, whatever somebody has damaged. */
  private boolean isDoubtful() {
    return question.asOf().isEmpty() && observations.doubtful(at, begun).contains(id);
  }

  private void shown(Response response) {
    var tag = response.header("ETag").orElse("");
    boolean isUnchanged = question.known().equals(Optional.of(tag));
    keep(isUnchanged == (response.status() == 304), "304 is for what one has", response);
    var shown =
        isUnchanged
            ? observations.of(representation, tag).orElseThrow()
            : Json.parse(response.body());
    long version = shown.path("version").asLong();
    keep(shown.path("id").asText().equals(id), "what is shown is true", response);
    boolean isTrue = at.isTrue(shown, response.isOfTheNext(), question.asOf().isPresent(), journal);
    keep(isTrue, "what is shown is true", response);
    keep(
        observations.tagged(representation, tag, shown),
        "an ETag is of one representation",
        response);
    question.asOf().ifPresent(moment -> keep(wasThen(version), "asOf is exact", response));
    question
        .minVersion()
        .ifPresent(least -> keep(version >= least, "one reads one's own writes", response));
    if (isPlain()) {
      keep(!Observations.Progress.of(at, shown).isBehind(seen), "views do not go back", response);
      observations.saw(at, path(), shown);
    }
  }

  private boolean isPlain() {
    return question.minVersion().isEmpty() && question.asOf().isEmpty();
  }

  private boolean mayBeMissing() {
    if (at.mayBeGone(id, journal)) {
      return true;
    }
    if (question.asOf().isPresent()) {
      return past(before) == 0;
    }
    if (question.minVersion().isPresent()) {
      return at.hasOwnStreams() && before == 0;
    }
    return seen.version() == 0;
  }

  private boolean mayBeTooSoon() {
    return question.minVersion().isPresent()
        && at.hasOwnStreams()
        && before < question.minVersion().getAsLong()
        && journal.length(at.service(), id) > 0;
  }

  /** Only what cannot be folded forward is waited for. */
  private boolean mayBeBehind(Response response) {
    return !at.hasOwnStreams()
        && seen.version() < question.minVersion().orElse(0)
        && response.header("Retry-After").isPresent();
  }

  /** The first version can't fold what the next one has decided. */
  private boolean isBeyond(Response response) {
    return !response.isOfTheNext() && world.system().areOfTheNext(journal.stream(at.service(), id));
  }

  /** Whether it had that version at that moment, or while somebody looked. */
  private boolean wasThen(long version) {
    return past(before) <= version
        && version <= past(journal.length(at.service(), id))
        && version > 0;
  }

  /** How many events make the past, of so many; 0 where there is no such past. */
  private long past(int length) {
    var moment = question.asOf().orElseThrow();
    if (moment.matches("[0-9]+")) {
      return Long.parseLong(moment) <= length ? Long.parseLong(moment) : 0;
    }
    var time = Instant.parse(moment);
    return journal.stream(at.service(), id).stream()
        .limit(length)
        .takeWhile(event -> !event.timestamp().isAfter(time))
        .count();
  }

  private void keep(boolean kept, String invariant, Response response) {
    if (!kept) {
      throw violated(invariant, "%s: %s", this, words(response));
    }
  }

  private static String words(Response response) {
    return "%d %s %s"
        .formatted(response.status(), response.header("ETag").orElse(""), response.body());
  }

  @Override
  public String toString() {
    return "%s looks at %s (%s)".formatted(caller.name(), path(), question);
  }
}
