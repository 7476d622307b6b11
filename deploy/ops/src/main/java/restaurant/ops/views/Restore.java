package restaurant.ops.views;

import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.protobuf.util.Timestamps;
import com.google.pubsub.v1.SeekRequest;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.gcp.Backend;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.operations.CurrentViews.Place;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import restaurant.ops.Project;
import restaurant.ops.Refused;
import restaurant.system.Restaurant;

/**
 * Brings everything that follows from the event store back to it. Nothing that is derived is worth
 * comparing: what an event has made that is gone now looks like what one has made that is there.
 *
 * <p>Run again, it begins anew, since nobody can see whether the store was put back once more; only
 * whoever says that it was not goes on, see {@link Refill}.
 */
@Command(
    name = "restore",
    mixinStandardHelpOptions = true,
    description = {
      "After the event store was put back to an earlier moment, and while no function runs: throws"
          + " away what is on its way, snapshots, views and the places of reconcilers, and makes the"
          + " views anew from the events that there are.",
      "What the outside has answered is kept: it goes back into the streams, and nobody is asked"
          + " twice. What was done outside for events that are gone is printed, for people.",
      "deploy/gcloud/docs/RESTORE.md says what comes before and after."
    })
public final class Restore implements Callable<Integer> {

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Option(names = "--dry-run", description = "Say what would be done.")
  private boolean dryRun;

  @Option(
      names = "--go-on",
      description =
          "Go on with one that was interrupted. Not if the store was put back once more since.")
  private boolean goOn;

  @Override
  public Integer call() throws InterruptedException {
    var backend = project.backend();
    var store = backend.queryStore();
    var patience = project.patience();
    say("No function may run now, and none may have been running since the store was put back.");
    var note = note(store);
    var feeds = Views.all(note.retention());
    if (note.isEmptied()) {
      say("Made before: %s.", note.made().isEmpty() ? "nothing" : String.join(", ", note.made()));
    } else {
      var views = new LinkedHashMap<String, Place>();
      feeds.keySet().forEach(view -> views.put(view, CurrentViews.place(store, view)));
      say("To be emptied: what waits in subscriptions; %s.", String.join(", ", derived(views)));
      if (!dryRun) {
        note.save(store, patience);
        empty(feeds, views);
        note = note.emptied();
        note.save(store, patience);
      }
    }
    if (dryRun) {
      return 0;
    }
    // Before the views are made: there are more events then.
    new RestoredProcesses(Restaurant.SYSTEM, backend, text -> say("%s", text)).answer();
    return refill(feeds, note, backend);
  }

  private RestoreNote note(QueryStore store) {
    var interrupted = RestoreNote.of(store);
    if (!goOn) {
      return RestoreNote.begin(Views.retention(store, interrupted.map(RestoreNote::retention)));
    }
    return interrupted.orElseThrow(
        () -> new Refused("No restore was interrupted: run it without --go-on."));
  }

  private void empty(Map<String, List<Feed<?, ?>>> feeds, Map<String, Place> views)
      throws InterruptedException {
    try (var subscriptions = project.clients().subscriptions();
        var firestore = new ViewCollections(project.clients(), project.patience())) {
      purge(feeds, views, subscriptions);
      derived(views).forEach(firestore::delete);
    }
  }

  private int refill(Map<String, List<Feed<?, ?>>> feeds, RestoreNote note, Backend backend) {
    List<String> unreadable;
    say("If this is interrupted: restore --go-on");
    try (var firestore = new ViewCollections(project.clients(), project.patience())) {
      unreadable = new Refill(feeds, backend, firestore::delete, text -> say("%s", text)).run(note);
    }
    new RestoredProcesses(Restaurant.SYSTEM, backend, text -> say("%s", text)).begin();
    RestoreNote.remove(backend.queryStore());
    unreadable.forEach(why -> say("Can't be read: %s", why));
    say("Done. Now: verify, and then let functions start.");
    return unreadable.isEmpty() ? 0 : 1;
  }

  /** Every collection that follows from events. */
  private static LinkedHashSet<String> derived(Map<String, Place> views) {
    var all = new LinkedHashSet<String>();
    Restaurant.SYSTEM.writers().forEach(service -> all.add(service + "-snapshots"));
    all.addAll(List.of("reconciler", "rebuilds"));
    views.forEach(
        (view, place) ->
            Stream.of(
                    Optional.of(view),
                    Optional.of(place.current()),
                    place.previous(),
                    place.building().map(CurrentViews.Building::collection))
                .flatMap(Optional::stream)
                .forEach(
                    collection -> {
                      all.add(collection);
                      all.add(collection + "-checkpoints");
                    }));
    return all;
  }

  /**
   * A message of an event that is gone would be applied: projectors ask for gaps alone. And what
   * follows from it would be done.
   */
  private void purge(
      Map<String, List<Feed<?, ?>>> feeds,
      Map<String, Place> views,
      SubscriptionAdminClient subscriptions)
      throws InterruptedException {
    var now = Timestamps.fromMillis(System.currentTimeMillis());
    int longest = 0;
    for (var function : Restaurant.SYSTEM.functions()) {
      if (function.kind().isSubscribed()) {
        for (var each : List.of(function.name(), function.name() + "-dead-letters")) {
          subscriptions.seek(
              SeekRequest.newBuilder()
                  .setSubscription(project.subscription(each).toString())
                  .setTime(now)
                  .build());
        }
        var subscription = subscriptions.getSubscription(project.subscription(function.name()));
        longest = Math.max(longest, subscription.getAckDeadlineSeconds());
      }
    }
    for (var view : views.entrySet()) {
      for (var feed : feeds.get(view.getKey())) {
        var name = Restaurant.SYSTEM.projector(feed);
        lead(name, view.getValue().current(), subscriptions);
      }
    }
    say("Nothing is on its way any more. Waiting %d s for what was being taken.", longest);
    Thread.sleep(Duration.ofSeconds(longest));
  }

  /** A rebuild that was under way is over. */
  private void lead(String name, String current, SubscriptionAdminClient subscriptions) {
    var subscription = subscriptions.getSubscription(project.subscription(name));
    var push = subscription.getPushConfig();
    var endpoint = push.getPushEndpoint();
    if (endpoint.contains("?")) {
      var led = endpoint.replaceFirst("\\?.*", "") + "?into=" + current;
      subscriptions.modifyPushConfig(
          subscription.getName(), push.toBuilder().setPushEndpoint(led).build());
    }
  }

  private void say(String text, Object... values) {
    var out = command.commandLine().getOut();
    out.printf(text + "%n", values);
    out.flush();
  }
}
