package dev.eventfold.operations;

import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.operations.CurrentViews.Building;
import dev.eventfold.operations.CurrentViews.Place;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.EventStores;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.LongConsumer;
import java.util.stream.Stream;

/**
 * Builds a view anew while the system runs: fills a new collection, has live events go into both,
 * catches up, verifies, and leads readers over at one moment. The old collection is kept, and kept
 * up to date, until it is {@link #drop dropped}.
 *
 * <p>Whatever interrupts it, {@link #run} goes on, or begins anew, from what {@link CurrentViews}
 * says of the view. Two at a time end with {@link QueryStore.ConcurrentWrite} for one of them.
 */
public final class ViewRebuild {

  /** What it needs of the world beside the stores. */
  public interface Surroundings {

    /**
     * Has live events go into these collections from now on, into the first one first. Returns when
     * nothing is on its way to anywhere else.
     */
    void deliverInto(List<String> collections);

    /** Whether live events go into these collections by now, in this order. */
    boolean isDeliveredInto(List<String> collections);

    /** Returns when lists of the collection have the indexes that they need. */
    void awaitIndexes(String collection);

    /** Returns when so much time has passed. */
    void pass(Duration time);

    /** Deletes every document of a collection. */
    void delete(String collection);

    /** Is told what happens, in a sentence. */
    void say(String sentence);

    /**
     * Does work that may take long.
     *
     * @param work tells of every event, by ones
     */
    default <T> T watched(String name, Function<LongConsumer, T> work) {
      return work.apply(read -> {});
    }
  }

  /** How long a reader remembers where a view was. */
  private static final Duration REMEMBERED = CurrentViews.REMEMBERED.plusSeconds(5);

  /** After this, every reader knows of a switch, even if a slow store takes long to note it. */
  private static final Duration NOTICE = REMEMBERED.plusSeconds(20);

  /** What live events may take, so that nothing is wrong with a view that lacks them. */
  private static final Duration ON_ITS_WAY = Duration.ofSeconds(15);

  /** How often what is late is brought up before it is too much. */
  private static final int ROUNDS = 10;

  /** Since when something else is read than what is being dropped. */
  private static final Instant DROPPED = Instant.EPOCH;

  /** It would find the same again, however often it is run. */
  private static final String ANOTHER_VERSION =
      "Not switched: another version has written into it. Once that is gone, rebuild --drop and"
          + " begin anew.";

  /** As projectors accept it. */
  private static final DateTimeFormatter STAMP =
      DateTimeFormatter.ofPattern("yyyyMMddHHmmssSSS").withZone(ZoneOffset.UTC);

  private final List<Feed<?, ?>> feeds;
  private final String view;
  private final EventStores sources;
  private final QueryStore store;
  private final Surroundings around;
  private InstantSource clock = InstantSource.system();
  private Backoff backoff = Backoff.jitter(Duration.ofMillis(10));
  private Parallel parallel = Parallel.IN_TURN;
  private boolean isDry;

  /**
   * @param feeds all of the view's, into the collection that is named as it is
   */
  public ViewRebuild(
      List<Feed<?, ?>> feeds, EventStores sources, QueryStore store, Surroundings around) {
    this.feeds = List.copyOf(feeds);
    this.view = feeds.getFirst().view().collection();
    this.sources = sources;
    this.store = store;
    this.around = around;
  }

  public ViewRebuild clock(InstantSource source) {
    clock = source;
    return this;
  }

  public ViewRebuild backoff(Backoff pauses) {
    backoff = pauses;
    return this;
  }

  /**
   * @param several how to do several things at once
   */
  public ViewRebuild parallel(Parallel several) {
    parallel = several;
    return this;
  }

  /**
   * @param dry whether it only says what it would do
   */
  public ViewRebuild dry(boolean dry) {
    isDry = dry;
    return this;
  }

  /**
   * Builds and switches.
   *
   * @return whether readers read the new collection from now on
   * @throws QueryStore.ConcurrentWrite somebody else rebuilds or drops it
   */
  public boolean run() {
    var place = CurrentViews.place(store, view);
    if (place.previous().isPresent()) {
      say("%s is still there from the last rebuild: drop it first.", place.previous().get());
      return false;
    }
    var begun = place.building().filter(it -> it.isLive() || Rebuild.canGoOn(feeds));
    var building = begun.orElseGet(this::fresh);
    say(
        "%s will be built into %s; %s is read meanwhile.",
        view, building.collection(), place.current());
    if (begun.isPresent()) {
      say("It goes on where it stopped.");
    }
    if (isDry) {
      return true;
    }
    var begins = place.withBuilding(building);
    put(place, begins);
    // Not before that: somebody may go on with it still.
    place
        .building()
        .filter(it -> begun.isEmpty())
        .ifPresent(
            it -> {
              turn(begins, List.of(place.current()), begins);
              delete(it.collection());
            });
    return switched(building.isLive() ? begins : live(begins, building), building);
  }

  private Building fresh() {
    var now = clock.instant();
    return new Building(view + "." + STAMP.format(now), now.minus(Reconciler.CLOCKS), false);
  }

  /** Fills the collection, and has live events go into both. */
  private Place live(Place filling, Building building) {
    var target = building.collection();
    into(target).forEach(feed -> Reconciler.startAt(store, feed, building.since()));
    around.watched("rebuild", rebuild(target)::fill).forEach(why -> say("Can't be read: %s", why));
    var live = filling.withBuilding(new Building(target, building.since(), true));
    // The new one first: it is never behind the old one.
    turn(filling, List.of(target, filling.current()), live);
    return live;
  }

  /**
   * Has live events go elsewhere. A subscription can't be changed on a condition: nothing may be
   * turned away from what somebody else has begun meanwhile, and where it was, it is turned back.
   */
  private void turn(Place place, List<String> collections, Place next) {
    put(place, place);
    around.deliverInto(collections);
    try {
      put(place, next);
    } catch (QueryStore.ConcurrentWrite moved) {
      var there = CurrentViews.place(store, view);
      if (there.building().filter(it -> !it.isLive()).isEmpty()) {
        // Else they have yet to turn them.
        around.deliverInto(live(there));
      }
      throw moved;
    }
  }

  /** Where live events go, the one that is never behind first. */
  private static List<String> live(Place place) {
    var built = place.building().filter(Building::isLive).map(Building::collection);
    // What is being dropped gets nothing any more.
    var previous = place.previous().filter(it -> !place.from().equals(DROPPED));
    return Stream.of(built, Optional.of(place.current()), previous)
        .flatMap(Optional::stream)
        .toList();
  }

  private boolean switched(Place live, Building building) {
    var target = building.collection();
    var both = List.of(target, live.current());
    if (!around.isDeliveredInto(both)) {
      // Somebody who was overtaken has turned them away, and did not live to turn them back.
      turn(live, both, live);
    }
    say("Live events go into both.");
    // Before verifying: nothing that takes long may come between that and the switch.
    around.awaitIndexes(target);
    around
        .watched("catch up", step -> rebuild(target).catchUp(building.since(), step))
        .forEach(why -> say("Can't be read: %s", why));
    var wrong = wrong(target);
    wrong.forEach(finding -> say("%s", finding));
    if (wrong.size() == Verifier.MOST
        || !wrong.stream().allMatch(it -> isNoWorse(it, target, live.current()))) {
      say(
          wrong.stream().anyMatch(it -> it.kind() == Finding.Kind.UNREADABLE)
              ? ANOTHER_VERSION
              : "Not switched: run it again.");
      return false;
    }
    if (!wrong.isEmpty()) {
      say("What is stuck is no further in %s. Once its events can be read: verify --repair.", view);
    }
    if (!around.isDeliveredInto(both)) {
      say("Live events were turned away meanwhile. Not switched: run it again.");
      return false;
    }
    var from = clock.instant().plus(NOTICE);
    var switched = new Place(target, Optional.of(live.current()), from, Optional.empty());
    put(live, switched);
    say("%s is read from %s on. Waiting until then.", target, from);
    around.pass(NOTICE.plusSeconds(1));
    return true;
  }

  private List<Feed<?, ?>> into(String target) {
    return feeds.stream().<Feed<?, ?>>map(feed -> feed.into(target)).toList();
  }

  private Rebuild rebuild(String target) {
    return new Rebuild(into(target), sources, store, backoff, parallel).clock(clock);
  }

  /** Whether it is a matter of the events, and as it must be in any collection. */
  private static boolean isOfTheEvents(Finding finding) {
    return finding.kind() == Finding.Kind.STUCK || finding.kind() == Finding.Kind.NO_EVENT;
  }

  /** Whether it is, and the collection that is read now has applied no more of them. */
  private boolean isNoWorse(Finding finding, String target, String current) {
    if (finding.kind() != Finding.Kind.STUCK) {
      return isOfTheEvents(finding);
    }
    var there = finding.key();
    var collection = current + there.collection().substring(target.length());
    return applied(new QueryStore.Key(collection, there.id())) <= applied(there);
  }

  private long applied(QueryStore.Key place) {
    return Documents.version(Documents.get(store, place));
  }

  /** What is wrong; what is late, as in any traffic, is brought up, until nothing else is late. */
  private List<Finding> wrong(String target) {
    var verifier = new Verifier(into(target), sources, store, clock, ON_ITS_WAY, backoff);
    List<Finding> findings = List.of();
    for (int round = 0; round < ROUNDS; round++) {
      findings = verifier.verify(read -> {});
      var late = findings.stream().filter(ViewRebuild::isLate).toList();
      var left = verifier.repair(late, read -> {}).keySet();
      var wrong =
          Stream.concat(findings.stream().filter(it -> !isLate(it)), left.stream()).toList();
      // It tells so many and no more: behind them there may be others.
      if (!wrong.stream().allMatch(ViewRebuild::isOfTheEvents) || findings.size() < Verifier.MOST) {
        return wrong;
      }
    }
    return findings;
  }

  private static boolean isLate(Finding finding) {
    return finding.kind() == Finding.Kind.BEHIND || finding.kind() == Finding.Kind.MISSING;
  }

  /**
   * Deletes the collection that was read before, or one that was begun and is given up. Also has
   * live events go where they are read, if somebody who was overtaken has turned them away.
   *
   * @return whether there was one
   * @throws QueryStore.ConcurrentWrite somebody else rebuilds or drops it
   */
  public boolean drop() {
    var place = CurrentViews.place(store, view);
    var old = place.previous().or(() -> place.building().map(Building::collection));
    if (old.isEmpty() && !isDry && !around.isDeliveredInto(live(place))) {
      turn(place, live(place), place);
    }
    if (old.isEmpty() || clock.instant().isBefore(place.from())) {
      say("There is nothing to drop.");
      return false;
    }
    say("%s will be deleted; %s is read.", old.get(), place.current());
    if (isDry) {
      return true;
    }
    // Also those whose clocks are late must have turned away from it.
    var dropping = new Place(place.current(), old, DROPPED, Optional.empty());
    put(place, dropping);
    say("Waiting %d s for readers.", REMEMBERED.toSeconds());
    around.pass(REMEMBERED);
    turn(dropping, List.of(place.current()), dropping);
    delete(old.get());
    var alone = new Place(place.current(), Optional.empty(), place.from(), Optional.empty());
    put(dropping, alone);
    return true;
  }

  private void put(Place was, Place next) {
    CurrentViews.put(store, backoff, view, was, next);
  }

  private void delete(String collection) {
    around.delete(collection);
    around.delete(collection + "-checkpoints");
  }

  private void say(String text, Object... values) {
    around.say(text.formatted(values));
  }
}
