package restaurant.ops;

import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.pubsub.v1.SubscriptionName;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import restaurant.eventsourcing.Feed;
import restaurant.eventsourcing.QueryStore;
import restaurant.eventsourcing.operations.CurrentViews;
import restaurant.eventsourcing.operations.CurrentViews.Building;
import restaurant.eventsourcing.operations.CurrentViews.Place;
import restaurant.eventsourcing.operations.Finding;
import restaurant.eventsourcing.operations.Rebuild;
import restaurant.eventsourcing.operations.Reconciler;
import restaurant.eventsourcing.operations.Verifier;
import restaurant.google.Backend;

@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Rebuilds a view from the event store into a new collection, while the system runs, and then"
          + " has it read from there.",
      "Live events go into both collections then. The old one is kept until --drop."
    })
final class RebuildView implements Callable<Integer> {

  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmss").withZone(ZoneOffset.UTC);

  /** After this, every reader knows of a switch. */
  private static final Duration NOTICE = CurrentViews.REMEMBERED.plusSeconds(5);

  /** How wrong the clock of this machine may be. */
  private static final Duration SKEW = Duration.ofMinutes(15);

  private static final Duration INDEXES_EVERY = Duration.ofSeconds(10);

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "VIEW",
      completionCandidates = ViewName.class,
      description = "One of ${COMPLETION-CANDIDATES}.")
  private String view;

  @Option(names = "--drop", description = "Delete the collection that was read before.")
  private boolean drop;

  @Option(names = "--dry-run", description = "Say what would be done.")
  private boolean dryRun;

  @Override
  public Integer call() throws InterruptedException {
    var feeds = Views.all().get(view);
    if (feeds == null) {
      throw new ParameterException(
          command.commandLine(),
          "VIEW must be one of %s.".formatted(String.join(", ", Views.all().keySet())));
    }
    var backend = project.backend();
    var place = CurrentViews.place(backend.queryStore(), view);
    try (var subscriptions = project.clients().subscriptions()) {
      return drop
          ? drop(feeds, backend.queryStore(), place, subscriptions)
          : rebuild(feeds, backend, place, subscriptions);
    } catch (QueryStore.Moved e) {
      say("Somebody else rebuilds or drops it: %s.", e.getMessage());
      return 1;
    }
  }

  private int rebuild(
      List<Feed<?, ?>> feeds, Backend backend, Place place, SubscriptionAdminClient subscriptions)
      throws InterruptedException {
    if (place.previous().isPresent()) {
      say("%s is still there from the last rebuild: drop it first.", place.previous().get());
      return 1;
    }
    var begun = place.building().filter(it -> it.isLive() || Rebuild.canGoOn(feeds));
    var building =
        begun.orElseGet(
            () ->
                new Building(
                    view + "." + STAMP.format(Instant.now()), Instant.now().minus(SKEW), false));
    var target = building.collection();
    say("%s will be built into %s; %s is read meanwhile.", view, target, place.current());
    if (begun.isPresent()) {
      say("It goes on where it stopped.");
    }
    if (dryRun) {
      return 0;
    }
    if (begun.isEmpty() && place.building().isPresent()) {
      delete(place.building().get().collection());
    }
    var store = backend.queryStore();
    var filling = place.withBuilding(building);
    var live = place.withBuilding(new Building(target, building.since(), true));
    CurrentViews.put(store, view, place, filling);
    var into = feeds.stream().<Feed<?, ?>>map(feed -> feed.into(target)).toList();
    into.forEach(feed -> Reconciler.startAt(store, feed, building.since()));
    var rebuild = new Rebuild(into, backend, store, backend.backoff(), backend.parallel());
    if (!building.isLive()) {
      fill(rebuild);
      // Nothing may be turned away from what somebody else has begun meanwhile.
      CurrentViews.put(store, view, filling, filling);
      // The new one first: it is never behind the old one.
      deliverInto(feeds, subscriptions, target + "," + place.current());
      CurrentViews.put(store, view, filling, live);
    }
    say("Live events go into both.");
    boolean needsIndexes = project.clients().firestoreEmulator().isEmpty();
    if (needsIndexes) {
      say("Run deploy/gcloud/deploy now, which makes the indexes of %s.", target);
    }
    try (var progress = new Progress("catch up", " events", -1)) {
      rebuild
          .catchUp(building.since(), progress::step)
          .forEach(why -> say("Can't be read: %s", why));
    }
    var wrong =
        wrong(new Verifier(into, backend, store, backend.clock(), NOTICE, backend.backoff()));
    if (!wrong.isEmpty()) {
      wrong.forEach(finding -> say("%s", finding));
      say("Not switched: run it again.");
      return 1;
    }
    if (needsIndexes) {
      awaitIndexes(target);
    }
    var from = Instant.now().plus(NOTICE);
    var switched = new Place(target, Optional.of(place.current()), from, Optional.empty());
    CurrentViews.put(store, view, live, switched);
    say("%s is read from %s on. Waiting until then.", target, from);
    Thread.sleep(Duration.between(Instant.now(), from).plusSeconds(1));
    say("Done. When you are content: rebuild %s --drop", view);
    return 0;
  }

  /** What is wrong; what is late, as in any traffic, is brought up. */
  private static List<Finding> wrong(Verifier verifier) {
    var findings = verifier.verify(read -> {});
    var late = findings.stream().filter(RebuildView::isLate).toList();
    var left = verifier.repair(late, read -> {}).keySet();
    return findings.stream().filter(it -> !isLate(it) || left.contains(it)).toList();
  }

  private static boolean isLate(Finding finding) {
    return finding.kind() == Finding.Kind.BEHIND || finding.kind() == Finding.Kind.MISSING;
  }

  private void fill(Rebuild rebuild) {
    try (var progress = new Progress("rebuild", " events", -1)) {
      rebuild.fill(progress::step).forEach(why -> say("Can't be read: %s", why));
    }
  }

  /** Without them, lists of the new collection would fail. */
  private void awaitIndexes(String target) throws InterruptedException {
    var indexes = Indexes.inTheCloud(project.id());
    for (var missing = indexes.missing(view, target);
        !missing.isEmpty();
        missing = indexes.missing(view, target)) {
      say("Waiting for %d indexes of %s: %s.", missing.size(), target, String.join("; ", missing));
      Thread.sleep(INDEXES_EVERY);
    }
  }

  private int drop(
      List<Feed<?, ?>> feeds, QueryStore store, Place place, SubscriptionAdminClient subscriptions)
      throws InterruptedException {
    var old = place.previous().or(() -> place.building().map(Building::collection));
    if (old.isEmpty() || Instant.now().isBefore(place.from())) {
      say("There is nothing to drop.");
      return 1;
    }
    say("%s will be deleted; %s is read.", old.get(), place.current());
    if (dryRun) {
      return 0;
    }
    // Also those whose clocks are late must have turned away from it.
    var dropping = new Place(place.current(), old, Instant.EPOCH, Optional.empty());
    CurrentViews.put(store, view, place, dropping);
    say("Waiting %d s for readers.", NOTICE.toSeconds());
    Thread.sleep(NOTICE);
    deliverInto(feeds, subscriptions, place.current());
    delete(old.get());
    var alone = new Place(place.current(), Optional.empty(), place.from(), Optional.empty());
    CurrentViews.put(store, view, dropping, alone);
    say("Done.");
    return 0;
  }

  private void delete(String collection) {
    try (var firestore = new Collections(project.clients())) {
      firestore.delete(collection);
      firestore.delete(collection + "-checkpoints");
    }
  }

  /** Returns when nothing is on its way to anywhere else. */
  private void deliverInto(
      List<Feed<?, ?>> feeds, SubscriptionAdminClient subscriptions, String collections)
      throws InterruptedException {
    int longest = 0;
    for (var feed : feeds) {
      var name = SubscriptionName.of(project.id(), Views.subscription(feed));
      var subscription = subscriptions.getSubscription(name);
      var push = subscription.getPushConfig();
      var endpoint = push.getPushEndpoint().replaceFirst("\\?.*", "") + "?into=" + collections;
      subscriptions.modifyPushConfig(name, push.toBuilder().setPushEndpoint(endpoint).build());
      longest = Math.max(longest, subscription.getAckDeadlineSeconds());
    }
    say("Waiting %d s for what is on its way.", longest);
    Thread.sleep(Duration.ofSeconds(longest));
  }

  private void say(String text, Object... values) {
    var out = command.commandLine().getOut();
    out.printf(text + "%n", values);
    out.flush();
  }
}
