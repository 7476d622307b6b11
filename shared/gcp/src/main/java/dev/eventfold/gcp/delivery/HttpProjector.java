package dev.eventfold.gcp.delivery;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.http.Answer;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.json.Malformed;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.Projector;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/** Applies the events of a Pub/Sub push subscription to a view. */
public final class HttpProjector extends PushEndpoint {

  private final Feed<?, ?> feed;
  private final Backend backend;
  private final Map<String, Projector<?, ?>> projectors = new ConcurrentHashMap<>();

  public HttpProjector(Feed<?, ?> feed, Backend backend) {
    this.feed = feed;
    this.backend = backend;
    into(feed.view().collection());
  }

  private Projector<?, ?> into(String collection) {
    return projectors.computeIfAbsent(
        collection,
        c ->
            feed.into(c)
                .projector(
                    backend.eventStore(feed.source()),
                    backend.queryStore(),
                    backend.backoff(),
                    backend.clock()));
  }

  /**
   * Where the event goes: into the view's collection, or into those that the subscription names
   * while the view is being rebuilt, one after the other.
   */
  private List<String> collections(Exchange exchange) {
    var own = feed.view().collection();
    var named = exchange.parameter("into").map(names -> List.of(names.split(",")));
    for (var name : named.orElse(List.of())) {
      if (!name.equals(own) && !name.matches(own + "\\.[0-9]{1,20}")) {
        throw new Malformed("into", "into must name collections of %s.".formatted(own));
      }
    }
    return named.orElse(List.of(own));
  }

  /** A log without checkpoints takes the events of everybody. */
  @Override
  Optional<String> source() {
    return Optional.of(feed.source()).filter(it -> feed.checkpoint() != Checkpoint.NONE);
  }

  @Override
  String nameOf(String service) {
    return "%s projector to %s".formatted(feed.view().collection(), service);
  }

  @Override
  Answer taken(Exchange exchange, RecordedEvent sealed) {
    var event = backend.opened(sealed);
    var failures = collections(exchange).stream().flatMap(name -> failure(name, event)).toList();
    if (!failures.isEmpty()) {
      throw failures.getFirst();
    }
    exchange.log().lag(Duration.between(event.timestamp(), backend.clock().instant()));
    return Answer.empty(204);
  }

  /**
   * A collection that refuses an event does not keep it from the others. One that can't be reached
   * just now does: a reader who is led over from a later one to an earlier one never goes back.
   */
  private Stream<RuntimeException> failure(String collection, RecordedEvent event) {
    try {
      into(collection).on(event);
      return Stream.empty();
    } catch (TransientFailure e) {
      throw e;
    } catch (RuntimeException e) {
      return Stream.of(e);
    }
  }
}
