package dev.eventfold.operations;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventStores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * Finds what a projector, or a process, should have got long ago and did not, and applies it: for
 * the day on which something outside lost a trigger or a message for good.
 *
 * <p>Each run looks at the events since the last one, in the order in which the store took them, in
 * batches; its place moves after each, so that a run can end anywhere. It costs about one read per
 * event, one per stream of a batch, and two for the run itself, however long history is. It holds
 * one batch at a time, however long the outage was. Runs may overlap: one of them gives way.
 *
 * <p>What can't be applied holds up its own stream and nothing else: it is remembered and tried
 * again at each run. Only when {@value ReconcilerPlace#MOST_STUCK} streams are stuck does the place
 * stay where it is.
 */
public final class Reconciler {

  /**
   * An event this old has been delivered, or never will be without help. And no commit takes so
   * long: Firestore gives an event its commit time while it processes the commit, whose deadline is
   * seconds. So nothing earlier can turn up any more, and the place may go past it.
   */
  public static final Duration GRACE = Duration.ofMinutes(2);

  /** How far back the first run looks. */
  static final Duration FIRST_RUN = Duration.ofDays(7);

  /** More than the clock of whoever says where to start is wrong, ahead or behind. */
  static final Duration CLOCKS = Duration.ofHours(1);

  /**
   * What a run saw.
   *
   * @param events how many it looked at
   * @param repaired how many had not been applied, and are now
   * @param stuck how many streams wait for something that can't be applied
   * @param hasMore whether it stopped before it had seen everything, and the next one goes on
   */
  public record Report(int events, int repaired, int stuck, boolean hasMore) {}

  /** Is told of everything by name. */
  public interface Witness {

    /** It had not been applied, and is now. */
    void repaired(RecordedEvent event);

    /**
     * It could not be applied or published; a later run tries again.
     *
     * @param what the key of an event
     */
    void failed(String what, RuntimeException why);
  }

  private final Function<Reconciler, Intake> intake;
  final EventStores sources;
  final QueryStore views;
  Optional<Consumer<RecordedEvent>> republish = Optional.empty();
  Optional<Witness> witness = Optional.empty();
  Duration grace = GRACE;
  InstantSource clock = InstantSource.system();
  Backoff backoff = Backoff.jitter(Duration.ofMillis(10));
  Parallel parallel = Parallel.IN_TURN;

  public Reconciler(Feed<?, ?> feed, EventStores sources, QueryStore views) {
    this(
        it ->
            new FeedIntake(
                feed,
                views,
                feed.projector(sources.eventStore(feed.source()), views, it.backoff, it.clock),
                it.clock),
        sources,
        views);
  }

  public Reconciler(Intake intake, EventStores sources, QueryStore views) {
    this(it -> intake, sources, views);
  }

  private Reconciler(Function<Reconciler, Intake> intake, EventStores sources, QueryStore views) {
    this.intake = intake;
    this.sources = sources;
    this.views = views;
  }

  Intake intake() {
    return intake.apply(this);
  }

  /**
   * @param publish gets what had not been applied, after it is: other services may lack it too
   */
  public Reconciler republishing(Consumer<RecordedEvent> publish) {
    republish = Optional.of(publish);
    return this;
  }

  public Reconciler telling(Witness to) {
    witness = Optional.of(to);
    return this;
  }

  /**
   * @param age of an event that should have been applied, instead of {@link #GRACE}
   */
  public Reconciler grace(Duration age) {
    grace = age;
    return this;
  }

  public Reconciler clock(InstantSource source) {
    clock = source;
    return this;
  }

  public Reconciler backoff(Backoff pauses) {
    backoff = pauses;
    return this;
  }

  /**
   * @param several how to apply the events of several streams at once
   */
  public Reconciler parallel(Parallel several) {
    parallel = several;
    return this;
  }

  /**
   * Looks at what came since the last run, until the deadline at most.
   *
   * @param deadline by the reconciler's clock; what is being applied or published then is finished
   */
  public Report run(Instant deadline) {
    return new Reconciliation(this, deadline).run();
  }

  /**
   * Says where the first run for a collection that is being filled begins: what was committed
   * before has been, or will be, applied by whoever fills it. Where there is a place already, it
   * stays.
   */
  public static void startAt(QueryStore views, Feed<?, ?> feed, Instant from) {
    startAt(views, FeedIntake.name(feed), from);
  }

  /**
   * The same for what an intake has not taken: what was committed before is none of its business.
   */
  public static void startAt(QueryStore views, Intake intake, Instant from) {
    startAt(views, intake.name(), from);
  }

  private static void startAt(QueryStore views, String name, Instant from) {
    var place = ReconcilerPlace.of(views, name);
    if (place.until().isEmpty()) {
      try {
        place.movedTo(from.minus(CLOCKS)).save(views);
      } catch (QueryStore.ConcurrentWrite there) {
        // Somebody else said it.
      }
    }
  }
}
