package dev.eventfold.simulation.world;

import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.operations.ViewRebuild;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.util.List;

/** What a rebuild does to subscriptions and collections, call by call. */
final class RebuildSurroundings implements ViewRebuild.Surroundings {

  /** A push that has no answer by then is sent again. */
  private static final Duration ACK_DEADLINE = Duration.ofSeconds(60);

  private static final Query BATCH = Query.first(10);

  private final World world;
  private final FaultyBackend.Gate gate;
  private final List<Feed<?, ?>> feeds;

  RebuildSurroundings(World world, FaultyBackend.Gate gate, List<Feed<?, ?>> feeds) {
    this.world = world;
    this.gate = gate;
    this.feeds = feeds;
  }

  @Override
  public void deliverInto(List<String> collections) {
    for (var feed : feeds) {
      var subscription = world.system().subscription(feed);
      gate.call(
          () -> "turns %s into %s".formatted(subscription, collections),
          () -> {
            world.deliverInto(feed.view().collection(), subscription, collections);
            return null;
          });
    }
    pass(ACK_DEADLINE);
  }

  @Override
  public boolean isDeliveredInto(List<String> collections) {
    var view = feeds.getFirst().view().collection();
    return feeds.stream()
        .map(world.system()::subscription)
        .allMatch(
            subscription ->
                gate.call(
                    () -> "looks where %s goes".formatted(subscription),
                    () -> world.endpoint(subscription).orElse(List.of(view)).equals(collections)));
  }

  /** There are none here. */
  @Override
  public void awaitIndexes(String collection) {}

  @Override
  public void pass(Duration time) {
    gate.pass(time);
  }

  @Override
  public void delete(String collection) {
    while (gate.call(() -> "deletes of " + collection, () -> deletes(collection))) {}
  }

  /** Some of it; false where nothing is left. */
  private boolean deletes(String collection) {
    var batch = world.views().page(collection, BATCH);
    batch.forEach(it -> world.views().remove(new Key(collection, it.id()), it.revision()));
    return !batch.isEmpty();
  }

  @Override
  public void say(String sentence) {
    gate.say(sentence);
  }
}
