package dev.eventfold.simulation.world;

import dev.eventfold.documents.Write;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import java.util.List;
import java.util.Optional;

/**
 * What was there before the run: in one stream, more events than a client would make. Logs have
 * them; of the other views, projectors have lost all of them, and meet the gap with the next event
 * of the stream.
 *
 * @param events one stream's, but for the last
 * @param last that projectors will get
 * @param written documents that are there
 */
public record Past(List<RecordedEvent> events, RecordedEvent last, List<Write> written) {

  public String service() {
    return last.service();
  }

  public String stream() {
    return last.stream();
  }

  /**
   * What the logs of a system have of these events, each entry in its place. Their deadlines have
   * been met.
   */
  public static List<Write> logged(Topology system, List<RecordedEvent> events) {
    var source = events.getFirst().service();
    var pending = system.service(source).pending();
    return system.feeds().stream()
        .filter(feed -> feed.checkpoint() == Checkpoint.NONE && feed.source().equals(source))
        .filter(feed -> !pending.equals(Optional.of(feed.view().collection())))
        .flatMap(feed -> logged(feed, events).stream())
        .toList();
  }

  private static List<Write> logged(Feed<?, ?> feed, List<RecordedEvent> events) {
    var views = new InMemoryQueryStore();
    var projector =
        feed.projector(
            new InMemoryEventStore(), views, attempt -> {}, () -> events.getFirst().timestamp());
    events.forEach(projector::on);
    var collection = feed.view().collection();
    var keys = events.stream().map(event -> feed.view().key(event.id())).toList();
    var documents = views.get(keys);
    return keys.stream()
        .filter(documents::containsKey)
        .map(documents::get)
        .map(it -> new Write(collection, it.content(), new Write.Precondition.None()))
        .toList();
  }
}
