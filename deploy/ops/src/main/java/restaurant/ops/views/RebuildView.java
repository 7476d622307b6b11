package restaurant.ops.views;

import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.pubsub.v1.PushConfig;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.operations.ViewRebuild;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.function.Supplier;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import restaurant.ops.Progress;
import restaurant.ops.Project;
import restaurant.system.Restaurant;

@Command(
    name = "rebuild",
    mixinStandardHelpOptions = true,
    description = {
      "Rebuilds a view from the event store into a new collection, while the system runs, and then"
          + " has it read from there.",
      "Live events go into both collections then. The old one is kept until --drop."
    })
public final class RebuildView implements Callable<Integer> {

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
  public Integer call() {
    if (!Views.names().contains(view)) {
      throw new ParameterException(
          command.commandLine(),
          "VIEW must be one of %s.".formatted(String.join(", ", Views.names())));
    }
    var backend = project.backend();
    // Who drops makes no entries.
    var views =
        drop ? Views.all(Duration.ZERO) : Views.deployed(List.of(view), backend.queryStore());
    var feeds = views.get(view);
    var opening = Restaurant.SYSTEM.opening(view, backend);
    try (var subscriptions = project.clients().subscriptions()) {
      var rebuild =
          new ViewRebuild(
                  feeds, opening, opening.queryStore(), new InTheCloud(feeds, subscriptions))
              .clock(backend.clock())
              .backoff(backend.backoff())
              .parallel(backend.parallel())
              .dry(dryRun);
      boolean isDone = drop ? rebuild.drop() : rebuild.run();
      if (isDone && !dryRun) {
        say(drop ? "Done." : "Done. When you are content: rebuild %s --drop", view);
      }
      return isDone ? 0 : 1;
    } catch (QueryStore.ConcurrentWrite e) {
      say("Somebody else rebuilds or drops it: %s.", e.getMessage());
      return 1;
    }
  }

  /** Pub/Sub and Firestore, or their emulators. */
  private final class InTheCloud implements ViewRebuild.Surroundings {

    private final List<Feed<?, ?>> feeds;
    private final SubscriptionAdminClient subscriptions;

    InTheCloud(List<Feed<?, ?>> feeds, SubscriptionAdminClient subscriptions) {
      this.feeds = feeds;
      this.subscriptions = subscriptions;
    }

    /** A push that was sent before has its answer, or none, after the longest ack deadline. */
    @Override
    public void deliverInto(List<String> collections) {
      int longest = 0;
      for (var feed : feeds) {
        var name = project.subscription(Restaurant.SYSTEM.projector(feed));
        var subscription = subscriptions.getSubscription(name);
        var push = subscription.getPushConfig();
        var endpoint = endpoint(push, collections);
        subscriptions.modifyPushConfig(name, push.toBuilder().setPushEndpoint(endpoint).build());
        longest = Math.max(longest, subscription.getAckDeadlineSeconds());
      }
      RebuildView.this.say("Waiting %d s for what is on its way.", longest);
      pass(Duration.ofSeconds(longest));
    }

    private static String endpoint(PushConfig push, List<String> collections) {
      return push.getPushEndpoint().replaceFirst("\\?.*", "")
          + "?into="
          + String.join(",", collections);
    }

    @Override
    public boolean isDeliveredInto(List<String> collections) {
      return feeds.stream()
          .map(feed -> project.subscription(Restaurant.SYSTEM.projector(feed)))
          .map(name -> subscriptions.getSubscription(name).getPushConfig())
          .allMatch(push -> into(push).equals(collections));
    }

    /** An endpoint that names none is that of a view that was never rebuilt. */
    private List<String> into(PushConfig push) {
      var parts = push.getPushEndpoint().split("\\?into=", 2);
      return parts.length == 1 ? List.of(view) : List.of(parts[1].split(","));
    }

    /** Without them, lists of the new collection would fail. Emulators need none. */
    @Override
    public void awaitIndexes(String target) {
      if (project.clients().firestoreEmulator().isPresent()) {
        return;
      }
      RebuildView.this.say("Run deploy/gcloud/deploy now, which makes the indexes of %s.", target);
      var indexes = Indexes.inTheCloud(project.id(), project.named("views"));
      var patience = project.patience();
      Supplier<Set<String>> missing = () -> patience.await(() -> indexes.missing(view, target));
      for (var left = missing.get(); !left.isEmpty(); left = missing.get()) {
        RebuildView.this.say(
            "Waiting for %d indexes of %s: %s.", left.size(), target, String.join("; ", left));
        pass(INDEXES_EVERY);
      }
    }

    @Override
    public void pass(Duration time) {
      try {
        Thread.sleep(time);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException("interrupted", e);
      }
    }

    @Override
    public void delete(String collection) {
      try (var firestore = new ViewCollections(project.clients(), project.patience())) {
        firestore.delete(collection);
      }
    }

    @Override
    public void say(String sentence) {
      RebuildView.this.say("%s", sentence);
    }

    @Override
    public <T> T watched(String name, Function<LongConsumer, T> work) {
      try (var progress = new Progress(name, " events", -1)) {
        return work.apply(progress::step);
      }
    }
  }

  private void say(String text, Object... values) {
    var out = command.commandLine().getOut();
    out.printf(text + "%n", values);
    out.flush();
  }
}
