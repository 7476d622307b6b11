package dev.eventfold.simulation.readers;

import static dev.eventfold.simulation.choices.Violation.violated;

import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Fault;
import dev.eventfold.simulation.choices.FaultRates;
import dev.eventfold.simulation.clients.Known;
import dev.eventfold.simulation.world.Caller;
import dev.eventfold.simulation.world.Journal;
import dev.eventfold.simulation.world.Response;
import dev.eventfold.simulation.world.World;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/** Somebody who looks at what there is, now and then. */
public final class Reader {

  private static final int TRIES = 3;
  private static final Eagerness USUAL = new Eagerness(15, 900, 120);
  private static final Eagerness BESIDE_REBUILDS = new Eagerness(40, 970, 20);
  private static final int LARGEST_PAGE = 4;

  /** How often it looks: at most, on average per mille, and after what a rest at most, in steps. */
  private record Eagerness(int mostLooks, int looksOn, int longestRest) {}

  /** What it looks at again and again: only so does one see changes. */
  private record Favorite(ReadModel at, String id) {}

  private final Caller caller;
  private final Choices choices;
  private final World world;
  private final Known known;
  private final List<ReadModel> models;
  private final Observations observations;

  /** Whether no call of a port is ever refused. */
  private final boolean areStoresReliable;

  private final boolean hasRollout;
  private final boolean hasDamage;

  private final Eagerness eagerness;
  private Optional<Favorite> favorite = Optional.empty();
  private Optional<Look> current = Optional.empty();
  private boolean isBusy;
  private boolean looksOn = true;
  private int looks;
  private int tries;
  private int restsUntil;

  public Reader(
      Caller caller,
      Choices choices,
      World world,
      Known known,
      List<ReadModel> models,
      Observations observations,
      FaultRates rates) {
    this.caller = caller;
    this.choices = choices;
    this.world = world;
    this.known = known;
    this.models = models;
    this.observations = observations;
    this.hasRollout = rates.hasRollout();
    this.hasDamage = rates.rate(Fault.DAMAGED) > 0;
    this.areStoresReliable = rates.rate(Fault.UNAVAILABLE) + rates.rate(Fault.LOST_ANSWER) == 0;
    this.eagerness = rates.hasRebuilds() ? BESIDE_REBUILDS : USUAL;
  }

  /** Whether it would look now; there may be nothing to see yet. */
  public boolean isReady(int step) {
    return !isBusy && restsUntil <= step && (current.isPresent() || looksOn && hasSomethingToSee());
  }

  private boolean hasSomethingToSee() {
    return !known.isNothing()
        && !journal().isEmpty()
        && (models.stream().anyMatch(this::hasStreams) || !logs().isEmpty());
  }

  /** Whether it will look later. */
  public boolean rests(int step) {
    return !isBusy && restsUntil > step && isReady(restsUntil);
  }

  public void wake() {
    restsUntil = 0;
  }

  public Look next() {
    if (current.isEmpty()) {
      tries = 0;
      looks++;
      current = Optional.of(look());
      looksOn = looks < eagerness.mostLooks() && choices.chance(eagerness.looksOn());
    }
    isBusy = true;
    tries++;
    return current.get();
  }

  public void over(Optional<Response> answer, int step) {
    isBusy = false;
    restsUntil = step + choices.below(eagerness.longestRest());
    if (answer.isPresent() && answer.get().status() != 503) {
      tries = 0;
      current = current.orElseThrow().answered(answer.get());
      return;
    }
    answer.ifPresent(this::mustBeExcused);
    if (tries == TRIES) {
      current = Optional.empty();
    }
  }

  private void mustBeExcused(Response unavailable) {
    if (!isExcused(unavailable) || unavailable.header("Retry-After").isEmpty()) {
      throw violated("503 is for stores that do not answer", "%s", current.orElseThrow());
    }
  }

  /** Old code can't read what the next one has decided; nobody folds what is of no stream. */
  private boolean isExcused(Response unavailable) {
    boolean isOfTwo = world.system().hasNext(current.orElseThrow().service());
    return !areStoresReliable || isOfTwo && hasRollout && (!unavailable.isOfTheNext() || hasDamage);
  }

  private Look look() {
    return switch (choices.below(5)) {
      case 0, 1 -> one();
      case 2 -> entry();
      case 3 -> list();
      default -> history();
    };
  }

  /** Those with a document that somebody has heard of. */
  private List<ReadModel> withStreams() {
    return models.stream().filter(this::hasStreams).toList();
  }

  private boolean hasStreams(ReadModel at) {
    return at.hasOwnStreams() && !known.of(at.service()).isEmpty();
  }

  private List<ReadModel> logs() {
    return models.stream()
        .filter(at -> !at.hasOwnStreams() && !at.entries(journal()).isEmpty())
        .toList();
  }

  private Look one() {
    if (withStreams().isEmpty()) {
      return entry();
    }
    if (favorite.isEmpty() || choices.chance(500)) {
      var at = one(withStreams());
      favorite = Optional.of(new Favorite(at, one(known.of(at.service()))));
    }
    var at = favorite.get().at();
    var id = choices.chance(50) ? "no-such-id" : favorite.get().id();
    return new LookAtOne(
        at, id, caller, unlessKnown(at, id, question(at.service(), id)), world, observations);
  }

  private LookAtOne.Question question(String service, String id) {
    return switch (choices.below(6)) {
      case 0, 1 -> LookAtOne.Question.plain();
      case 2 -> LookAtOne.Question.atLeast(Math.max(1, known.version(id)));
      case 3 -> LookAtOne.Question.atLeast(known.version(id) + 1);
      case 4 -> LookAtOne.Question.asOf("" + choices.below((int) known.version(id) + 2));
      default -> LookAtOne.Question.asOf(moment(service, id).toString());
    };
  }

  private Instant moment(String service, String id) {
    var stream = journal().stream(service, id);
    return stream.isEmpty()
        ? world.now()
        : one(stream).timestamp().minusNanos(1_000L * choices.below(2));
  }

  private LookAtOne.Question unlessKnown(ReadModel at, String id, LookAtOne.Question question) {
    var tags = observations.tags(LookAtOne.representation(at, id, question.asOf().isPresent()));
    return tags.isEmpty() || choices.chance(500) ? question : question.unless(tags.getLast());
  }

  private Look entry() {
    if (logs().isEmpty()) {
      return one();
    }
    var at = one(logs());
    var event = one(at.entries(journal()));
    var question =
        choices.chance(500)
            ? LookAtOne.Question.atLeast(event.version())
            : LookAtOne.Question.plain();
    return new LookAtOne(
        at, event.id(), caller, unlessKnown(at, event.id(), question), world, observations);
  }

  private Look list() {
    var readable = models.stream().distinct().filter(it -> it.isReadBy(caller)).toList();
    if (readable.isEmpty()) {
      return one();
    }
    var at = one(readable);
    var sortable = at.sortFields().stream().flatMap(o -> List.of(o, "-" + o).stream()).toList();
    var orderBy = choices.chance(600) && !sortable.isEmpty() ? one(sortable) : "";
    int pageSize = 1 + choices.below(LARGEST_PAGE);
    var filter = choices.chance(400) ? at.filter(choices, known, journal()) : Filter.NONE;
    var question = new LookAtList.Question(at, orderBy, filter, pageSize);
    return new LookAtList(question, caller, world, observations, () -> choices.chance(100));
  }

  private Look history() {
    if (withStreams().isEmpty()) {
      return entry();
    }
    var at = one(withStreams());
    if (!caller.isStaff()) {
      return one();
    }
    var id = one(known.of(at.service()));
    return new LookAtHistory(at.service(), id, caller, 1 + choices.below(LARGEST_PAGE), journal());
  }

  private Journal journal() {
    return world.journal();
  }

  private <T> T one(List<T> of) {
    return of.get(choices.below(of.size()));
  }
}
