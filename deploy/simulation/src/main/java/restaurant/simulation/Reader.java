package restaurant.simulation;

import static restaurant.simulation.Invariants.violated;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/** Somebody who looks at what there is, now and then. */
final class Reader {

  private static final int TRIES = 3;
  private static final Eagerness USUAL = new Eagerness(15, 900, 120);
  private static final Eagerness BESIDE_REBUILDS = new Eagerness(40, 970, 20);
  private static final int LARGEST_PAGE = 4;

  /** How often it looks: at most, on average per mille, and after what a rest at most, in steps. */
  private record Eagerness(int mostLooks, int looksOn, int longestRest) {}

  /** What it looks at again and again: only so does one see changes. */
  private record Favorite(Listing at, String id) {}

  private final Caller caller;
  private final Choices choices;
  private final World world;
  private final Client.Known known;
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

  Reader(
      Caller caller,
      Choices choices,
      World world,
      Client.Known known,
      Observations observations,
      FaultRates rates) {
    this.caller = caller;
    this.choices = choices;
    this.world = world;
    this.known = known;
    this.observations = observations;
    this.hasRollout = rates.hasRollout();
    this.hasDamage = rates.rate(Fault.DAMAGED) > 0;
    this.areStoresReliable = rates.rate(Fault.UNAVAILABLE) + rates.rate(Fault.LOST_ANSWER) == 0;
    this.eagerness = rates.hasRebuilds() ? BESIDE_REBUILDS : USUAL;
  }

  /** Whether it would look now; there may be nothing to see yet. */
  boolean isReady(int step) {
    return !isBusy && restsUntil <= step && (current.isPresent() || looksOn && hasSomethingToSee());
  }

  private boolean hasSomethingToSee() {
    return !known.isNothing() && !journal().isEmpty();
  }

  /** Whether it will look later. */
  boolean rests(int step) {
    return !isBusy && restsUntil > step && isReady(restsUntil);
  }

  void wake() {
    restsUntil = 0;
  }

  Look next() {
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

  void over(Optional<Response> answer, int step) {
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
    boolean isOfTheMenu = current.orElseThrow().service().equals("menu");
    return !areStoresReliable
        || isOfTheMenu && hasRollout && (!unavailable.isOfTheNext() || hasDamage);
  }

  private Look look() {
    return switch (choices.below(5)) {
      case 0, 1 -> one();
      case 2 -> entry();
      case 3 -> list();
      default -> history();
    };
  }

  private Listing listing() {
    var listings =
        List.of(Listing.DISHES, Listing.ORDERS, Listing.DISHES, Listing.CUSTOMERS).stream()
            .filter(at -> !known.of(at.service()).isEmpty())
            .toList();
    return one(listings);
  }

  private Look one() {
    if (favorite.isEmpty() || choices.chance(500)) {
      var at = listing();
      favorite = Optional.of(new Favorite(at, one(known.of(at.service()))));
    }
    var at = favorite.get().at();
    var id = choices.chance(50) ? "no-such-id" : favorite.get().id();
    return new LookAtOne(at, id, caller, unlessKnown(at, id, question(id)), world, observations);
  }

  private LookAtOne.Question question(String id) {
    return switch (choices.below(6)) {
      case 0, 1 -> LookAtOne.Question.plain();
      case 2 -> LookAtOne.Question.atLeast(Math.max(1, known.version(id)));
      case 3 -> LookAtOne.Question.atLeast(known.version(id) + 1);
      case 4 -> LookAtOne.Question.asOf("" + choices.below((int) known.version(id) + 2));
      default -> LookAtOne.Question.asOf(moment(id).toString());
    };
  }

  private Instant moment(String id) {
    var stream = journal().stream(id);
    return stream.isEmpty()
        ? world.now()
        : one(stream).timestamp().minusNanos(1_000L * choices.below(2));
  }

  private LookAtOne.Question unlessKnown(Listing at, String id, LookAtOne.Question question) {
    var tags = observations.tags(LookAtOne.representation(at, id, question.asOf().isPresent()));
    return tags.isEmpty() || choices.chance(500) ? question : question.unless(tags.getLast());
  }

  private Look entry() {
    var event = one(journal().all());
    var question =
        choices.chance(500)
            ? LookAtOne.Question.atLeast(event.version())
            : LookAtOne.Question.plain();
    var at = Listing.AUDIT;
    return new LookAtOne(
        at, event.id(), caller, unlessKnown(at, event.id(), question), world, observations);
  }

  private Look list() {
    var at = caller.isStaff() ? one(List.of(Listing.values())) : Listing.DISHES;
    var orders = at.orders().stream().flatMap(o -> List.of(o, "-" + o).stream()).toList();
    var orderBy = choices.chance(600) ? one(orders) : "";
    int pageSize = 1 + choices.below(LARGEST_PAGE);
    var filter = choices.chance(400) ? filter(at) : NO_FILTER;
    var question = new LookAtList.Question(at, orderBy, filter.query(), filter.holds(), pageSize);
    return new LookAtList(question, caller, world, observations, () -> choices.chance(100));
  }

  private record Filter(Map<String, String> query, Predicate<JsonNode> holds) {

    static Filter equal(String field, String value) {
      return new Filter(
          Map.of(field, value), it -> it.path(field).asText().equalsIgnoreCase(value));
    }
  }

  private static final Filter NO_FILTER = new Filter(Map.of(), it -> true);

  private Filter filter(Listing at) {
    return switch (at) {
      case DISHES -> Filter.equal("active", one(List.of("true", "false")));
      case CUSTOMERS -> Filter.equal("email", one(Client.EMAILS));
      case ORDERS ->
          known.of("customers").isEmpty() || choices.chance(500)
              ? Filter.equal("status", one(List.of("open", "placed", "canceled")))
              : Filter.equal("customerId", one(known.of("customers")));
      case AUDIT -> {
        var event = one(journal().all());
        yield switch (choices.below(4)) {
          case 0 -> Filter.equal("service", event.service());
          case 1 -> Filter.equal("type", event.type());
          case 2 -> Filter.equal("aggregateId", event.stream());
          default -> between(event.timestamp(), one(journal().all()).timestamp());
        };
      }
    };
  }

  private static Filter between(Instant since, Instant until) {
    return new Filter(
        Map.of("since", since.toString(), "until", until.toString()),
        it -> {
          var time = Instant.parse(it.path("timestamp").asText());
          return !time.isBefore(since) && time.isBefore(until);
        });
  }

  private Look history() {
    var at = listing();
    return caller.isStaff()
        ? new LookAtHistory(
            at, one(known.of(at.service())), caller, 1 + choices.below(LARGEST_PAGE), journal())
        : one();
  }

  private Journal journal() {
    return world.journal();
  }

  private <T> T one(List<T> of) {
    return of.get(choices.below(of.size()));
  }
}
