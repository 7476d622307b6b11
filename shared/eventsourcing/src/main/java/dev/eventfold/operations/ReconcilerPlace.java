package dev.eventfold.operations;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import dev.eventfold.store.EventLog.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * How far reconcilers have come with an intake: one small document, whatever happens. Nobody writes
 * it who has not seen how it was, so that it never goes back.
 *
 * @param until every event with an earlier commit time was looked at; empty before the first run
 * @param stuck what could not be applied then, at most {@link #MOST_STUCK}
 * @param unpublished the commit times of what the topic may not have taken, if there is any
 * @param revision of the document; empty while there is none
 */
record ReconcilerPlace(
    QueryStore.Key key,
    Optional<Instant> until,
    List<Stuck> stuck,
    Optional<Span> unpublished,
    Optional<Revision> revision) {

  /** So many failures have one cause, and it is none that one goes around. */
  static final int MOST_STUCK = 100;

  static final String COLLECTION = "reconciler";

  /** Events of a stream from the first that failed to the last that waits for it. */
  record Stuck(String stream, long first, long last) {

    Stuck upTo(long version) {
      return new Stuck(stream, first, Math.max(last, version));
    }

    boolean isSame(Stuck other) {
      return stream.equals(other.stream) && first == other.first;
    }
  }

  /** Both ends included. */
  record Span(Instant from, Instant to) {

    Span with(Instant time) {
      return new Span(time.isBefore(from) ? time : from, time.isAfter(to) ? time : to);
    }
  }

  /**
   * @param name see {@link Intake#name}
   */
  static ReconcilerPlace of(QueryStore views, String name) {
    var key = new QueryStore.Key(COLLECTION, name);
    return Documents.get(views, key)
        .map(document -> read(key, document))
        .orElseGet(
            () ->
                new ReconcilerPlace(
                    key, Optional.empty(), List.of(), Optional.empty(), Optional.empty()));
  }

  private static ReconcilerPlace read(QueryStore.Key key, Document document) {
    var body = document.body().orElseThrow();
    return new ReconcilerPlace(
        key,
        time(body.path("until")),
        body.path("stuck")
            .valueStream()
            .map(
                it ->
                    new Stuck(
                        it.path("stream").asText(),
                        it.path("first").asLong(),
                        it.path("last").asLong()))
            .toList(),
        time(body.at("/unpublished/from"))
            .map(from -> new Span(from, time(body.at("/unpublished/to")).orElseThrow())),
        Optional.of(document.revision()));
  }

  private static Optional<Instant> time(JsonNode node) {
    return Optional.ofNullable(node.textValue()).map(Instant::parse);
  }

  /**
   * Writes it.
   *
   * @throws QueryStore.ConcurrentWrite another run has written it meanwhile
   */
  ReconcilerPlace save(QueryStore views) {
    var body = Json.TOLERANT.createObjectNode();
    until.ifPresent(time -> body.put("until", time.toString()));
    body.set("stuck", Json.tree(stuck));
    unpublished.ifPresent(
        span ->
            body.putObject("unpublished")
                .put("from", span.from().toString())
                .put("to", span.to().toString()));
    var content = new Document.Content(key.id(), 0, Optional.of(body), Map.of());
    var precondition =
        revision
            .<Write.Precondition>map(Write.Precondition.At::new)
            .orElseGet(Write.Precondition.Absent::new);
    var written = views.commit(List.of(new Write(key.collection(), content, precondition)));
    return new ReconcilerPlace(key, until, stuck, unpublished, Optional.of(written.getFirst()));
  }

  ReconcilerPlace movedTo(Instant time) {
    return new ReconcilerPlace(key, Optional.of(time), stuck, unpublished, revision);
  }

  ReconcilerPlace unpublished(Optional<Span> span) {
    return new ReconcilerPlace(key, until, stuck, span, revision);
  }

  boolean isFull() {
    return stuck.size() >= MOST_STUCK;
  }

  /** What an event waits for: a failure of its stream, or of its own where there is no order. */
  Optional<Stuck> stuck(Slot slot, boolean hasOrder) {
    return stuck.stream()
        .filter(it -> it.stream().equals(slot.stream()))
        .filter(it -> hasOrder || it.first() == slot.version())
        .findFirst();
  }

  ReconcilerPlace with(Stuck more) {
    var all = new ArrayList<>(without(more).stuck);
    all.add(more);
    return new ReconcilerPlace(key, until, List.copyOf(all), unpublished, revision);
  }

  ReconcilerPlace without(Stuck freed) {
    var rest = stuck.stream().filter(it -> !it.isSame(freed)).toList();
    return new ReconcilerPlace(key, until, rest, unpublished, revision);
  }
}
