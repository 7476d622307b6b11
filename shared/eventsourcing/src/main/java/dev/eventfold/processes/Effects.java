package dev.eventfold.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.Query.Filter;
import dev.eventfold.documents.Query.Operator;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.TransientFailure;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What the outside was asked for by the {@link Effect}s of a process, and what came of it. */
public final class Effects<C, E> {

  private static final int PAGE = 50;
  private static final String NOT_WANTED = "It is not wanted any more.";

  private final ProcessContext<C, E> context;
  private final QueryStore views;
  private final EventStore events;
  private final String collection;

  Effects(ProcessContext<C, E> context) {
    this.context = context;
    this.views = context.views();
    this.events = context.events();
    this.collection = Claim.collection(context.service());
  }

  private List<Effect<E, C>> all() {
    return context.process().effects();
  }

  /**
   * Asks for all that the event asks for.
   *
   * @return whether something was asked for, or answered, and not for the second time
   */
  boolean begin(RecordedEvent event) {
    boolean isNew = false;
    for (var effect : all()) {
      var request = requested(effect, event);
      if (request.isPresent()) {
        isNew |= begin(effect, event, request.get());
      }
    }
    return isNew;
  }

  /** Whether the event asks for anything. */
  boolean concern(RecordedEvent event) {
    return all().stream().anyMatch(it -> requested(it, event).isPresent());
  }

  /** Whether something that the event asks for has no answer. */
  boolean lack(RecordedEvent event) {
    return all().stream()
        .anyMatch(
            it ->
                requested(it, event).isPresent() && !context.isDone(event.stream(), id(it, event)));
  }

  private Optional<JsonNode> requested(Effect<E, C> effect, RecordedEvent event) {
    return event.service().equals(context.service())
        ? context.process().aggregate().events().read(event).flatMap(effect.request())
        : Optional.empty();
  }

  private String id(Effect<E, C> effect, RecordedEvent event) {
    return effect.id(context.service(), event);
  }

  private boolean begin(Effect<E, C> effect, RecordedEvent event, JsonNode request) {
    var id = id(effect, event);
    var first = Claim.Content.first(effect.name(), event, request, context.now(), context.lease());
    var claim = Claim.make(views, key(id), first);
    if (claim.isEmpty()) {
      var theirs = Claim.find(views, key(id));
      if (theirs.isEmpty()) {
        throw new TransientFailure("no claim could be made of " + id, null);
      }
      return settledBefore(effect, event, theirs.get());
    }
    // After the claim: whoever has had the answer settles theirs when it is in the stream.
    if (context.isDone(event.stream(), id)) {
      remove(claim.get());
      return false;
    }
    if (!isRecent(event) && isOver(effect, event)) {
      giveUp(effect, event, claim.get());
    } else {
      ask(effect, event, claim.get(), false);
    }
    return true;
  }

  /** Then nothing has followed it yet, as a rule; what has, the answer's command sees. */
  private boolean isRecent(RecordedEvent event) {
    return event.timestamp().plus(context.lease()).isAfter(context.now());
  }

  /** Whether something has happened since by which nobody wants it any more. */
  private boolean isOver(Effect<E, C> effect, RecordedEvent event) {
    var ending = effect.until();
    if (ending.isEmpty()) {
      return false;
    }
    long after = event.version();
    List<RecordedEvent> page;
    do {
      page = events.readAfter(event.stream(), after, PAGE);
      if (page.stream().anyMatch(it -> isOne(it, ending.get()))) {
        return true;
      }
      after += page.size();
    } while (page.size() == PAGE);
    return false;
  }

  private boolean isOne(RecordedEvent event, Class<? extends E> type) {
    return context
        .process()
        .aggregate()
        .events()
        .read(event)
        .filter(it -> type.isInstance(it.event()))
        .isPresent();
  }

  /** Whoever takes it up meanwhile sees by the claim that it was not asked, and gives it up too. */
  private void giveUp(Effect<E, C> effect, RecordedEvent event, Claim claim) {
    try {
      var unasked = claim.is(views, Claim.State.NOT_ASKED, NOT_WANTED);
      conclude(effect, event, unasked, new Outcome.Refused(NOT_WANTED), context.actor());
    } catch (QueryStore.ConcurrentWrite another) {
      // They may have asked.
    }
  }

  private void remove(Claim claim) {
    try {
      claim.remove(views);
    } catch (QueryStore.ConcurrentWrite another) {
      // They see that it is done.
    }
  }

  /** Somebody is at it, and the clock looks after it; or it is done, and the stream may say so. */
  private boolean settledBefore(Effect<E, C> effect, RecordedEvent event, Claim claim) {
    if (!claim.isSettled() || context.isDone(event.stream(), claim.id())) {
      return false;
    }
    // The event store was put back to before the answer.
    var outcome = claim.content().outcome();
    if (outcome.isPresent()) {
      conclude(effect, event, claim, outcome.get(), context.actor());
    } else {
      doubt(claim, "The event store was put back to before its answer.");
    }
    return true;
  }

  /**
   * @param mayHaveHappened whether it may have been asked before
   * @return whether it must be asked again
   */
  private boolean ask(
      Effect<E, C> effect, RecordedEvent event, Claim claim, boolean mayHaveHappened) {
    var request =
        claim
            .content()
            .request()
            .map(Json::parse)
            .orElseGet(() -> requested(effect, event).orElseThrow());
    try {
      mustBeClaimedYet(claim);
      var outcome = answer(effect, claim.id(), request);
      if (effect.isOwed() && outcome instanceof Outcome.Refused(var reason)) {
        context.witness().refused(claim, reason);
      }
      conclude(effect, event, claim, outcome, context.actor());
      return false;
    } catch (Outside.NotAsked | Outside.Unanswered nothing) {
      var age = claim.age(context.now());
      context.witness().failed(effect.name() + " " + claim.id(), age, nothing);
      if (nothing instanceof Outside.NotAsked && !mayHaveHappened) {
        leave(claim, Claim.State.NOT_ASKED, nothing);
        return true;
      }
      if (claim.mayBeAskedAgain(effect.mode(), context.now())) {
        leave(claim, Claim.State.ASKING, nothing);
        return true;
      }
      doubt(claim, nothing.getMessage());
      return false;
    }
  }

  /**
   * Once the lease is over, somebody else may ask, or a person may say that it has not happened.
   */
  private void mustBeClaimedYet(Claim claim) {
    if (!claim.isBeingAsked(context.now())) {
      throw new Outside.NotAsked("Whoever claimed it was held up for too long.", null);
    }
  }

  /** To the clock, which asks once more. */
  private void leave(Claim claim, Claim.State state, RuntimeException why) {
    try {
      if (why instanceof Outside.LeftAlone) {
        claim.isNotTried(views, state, why.getMessage());
      } else {
        claim.is(views, state, why.getMessage());
      }
    } catch (QueryStore.ConcurrentWrite another) {
      // Whoever looks after it now thinks that it may have been asked.
    }
  }

  private Outcome answer(Effect<E, C> effect, String id, JsonNode request) {
    try {
      return new Outcome.Done(context.outside().ask(effect.name(), id, request));
    } catch (Outside.Refused refused) {
      return new Outcome.Refused(refused.getMessage());
    }
  }

  /** Whether it is the outcome that counts: somebody else may have had another before. */
  private boolean conclude(
      Effect<E, C> effect, RecordedEvent event, Claim claim, Outcome outcome, String actor) {
    var command = CommandOn.existing(event.stream(), effect.command().apply(outcome));
    var result = context.carryOut(command, claim.id(), event, actor);
    if (result.events().isEmpty()) {
      // Once the claim is settled, nobody would know that the stream has no answer.
      throw new IllegalStateException(effect.name() + ": the answer must lead to an event.");
    }
    var known = Optional.of(outcome).filter(it -> !result.isRepeated());
    claim
        .settle(views, known, context.now())
        .filter(it -> it.getClass() != outcome.getClass())
        .ifPresent(opposite -> context.witness().contradicted(claim, outcome));
    return !result.isRepeated();
  }

  private void doubt(Claim claim, String why) {
    try {
      context.witness().outcomeUnknown(claim.is(views, Claim.State.UNKNOWN, why));
    } catch (QueryStore.ConcurrentWrite another) {
      // Somebody else says so, or knows better.
    }
  }

  /** Asks again where nobody has had an answer. */
  void takeUp(Tick tick) {
    if (all().isEmpty()) {
      return;
    }
    var filters = List.of(new Filter(Claim.LEASED_UNTIL, Operator.BELOW, tick.now()));
    var query =
        new Query(filters, Optional.of(Claim.LEASED_UNTIL), false, Tick.PAGE, Optional.empty());
    tick.each(collection, List.of(query), document -> takeUp(tick, document));
  }

  /** Whoever has had the answer may have ended before they said that there is no doubt. */
  private void lookAgain(Claim claim, Instant now) {
    if (context.isDone(claim.content().stream(), claim.id())) {
      claim.settle(views, Optional.empty(), now);
    } else {
      claim.restsUntil(views, now.plus(Claim.LONGEST_LEASE));
    }
  }

  /** By the claim's new lease it is in nobody's way, whatever comes of it. */
  private void takeUp(Tick tick, Document document) {
    try {
      var claim = Claim.read(collection, document);
      if (claim.content().state() == Claim.State.UNKNOWN) {
        lookAgain(claim, tick.now());
      } else if (mustBeAskedAgain(again(claim), claim.isPerhapsAsked())) {
        tick.failed();
      }
    } catch (QueryStore.ConcurrentWrite another) {
      // Another tick is at it.
    } catch (RuntimeException why) {
      tick.failed();
      var effect = document.body().map(it -> it.path("effect").asText());
      var age = Claim.age(document, tick.now());
      context.witness().failed(effect.orElse("?") + " " + document.id(), age, why);
    }
  }

  /**
   * Settles what can be settled.
   *
   * @param mayHaveHappened whether it may have been asked before
   * @return whether it must be asked again
   */
  private boolean mustBeAskedAgain(Claim claim, boolean mayHaveHappened) {
    if (context.isDone(claim.content().stream(), claim.id())) {
      claim.settle(views, Optional.empty(), context.now());
      return false;
    }
    var effect = effect(claim);
    if (mayHaveHappened && !claim.mayBeAskedAgain(effect.mode(), context.now())) {
      doubt(claim, "No answer has come, and asking again might do it twice.");
      return false;
    }
    return askAgain(effect, claim, mayHaveHappened);
  }

  /** For whoever asks now. */
  private Claim again(Claim claim) {
    return claim.again(views, context.now(), context.lease());
  }

  private boolean askAgain(Effect<E, C> effect, Claim claim, boolean mayHaveHappened) {
    var event = event(claim);
    if (event.isEmpty()) {
      doubt(claim, "The event that asks for it is not in the event store any more.");
      return false;
    }
    if (!mayHaveHappened && isOver(effect, event.get())) {
      giveUp(effect, event.get(), claim);
      return false;
    }
    return ask(effect, event.get(), claim, mayHaveHappened);
  }

  private Effect<E, C> effect(Claim claim) {
    return all().stream()
        .filter(it -> it.name().equals(claim.content().effect()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no effect of this name"));
  }

  /** What asks for it; empty where the event store was put back to before it. */
  private Optional<RecordedEvent> event(Claim claim) {
    long version = claim.content().version();
    return events.readRange(claim.content().stream(), version, version).stream()
        .filter(event -> id(effect(claim), event).equals(claim.id()))
        .findFirst();
  }

  /**
   * What is under way or in doubt, in the order of ids, a page at a time.
   *
   * @param after an id; "" for the first
   */
  public List<Claim> claims(Claim.State state, String after) {
    if (all().isEmpty()) {
      return List.of();
    }
    var filters = List.of(Filter.equal(Claim.STATE, state.name()));
    var first = new Query(filters, Optional.empty(), false, PAGE, Optional.empty());
    return views.page(collection, after.isEmpty() ? first : first.afterId(after)).stream()
        .map(document -> Claim.read(collection, document))
        .toList();
  }

  /** A claim by its id, settled or not. */
  public Optional<Claim> claim(String id) {
    return all().isEmpty() ? Optional.empty() : Claim.find(views, key(id));
  }

  /** Whether the event that asks for it is there; it is not where the event store was put back. */
  public boolean isAskedFor(Claim claim) {
    return event(claim).isPresent();
  }

  /**
   * Asks the outside once more, on the word of a person: of what must not be asked again, they know
   * that it has not happened.
   *
   * @return whether it is settled now
   * @throws IllegalArgumentException there is no such claim, or it is settled
   * @throws IllegalStateException it is being asked just now, and may happen once at most
   */
  public boolean retry(String id) {
    var claim = open(id);
    if (effect(claim).mode().equals(Effect.Mode.AT_MOST_ONCE)) {
      mustNotBeAskedNow(claim);
    }
    boolean mayHaveHappened = claim.isPerhapsAsked();
    claim = again(claim);
    if (context.isDone(claim.content().stream(), id)) {
      claim.settle(views, Optional.empty(), context.now());
    } else {
      askAgain(effect(claim), claim, mayHaveHappened);
    }
    return context.isDone(claim.content().stream(), id);
  }

  /**
   * Settles what is in doubt, on the word of a person.
   *
   * @param actor who decided, as events name them
   * @return whether it was settled so; else somebody had an answer first, which counts
   * @throws IllegalArgumentException there is no such claim, or it is settled
   * @throws IllegalStateException the event that asks for it is not there any more, or it is being
   *     asked just now
   * @throws QueryStore.ConcurrentWrite somebody else is at it
   */
  public boolean settle(String id, Outcome outcome, String actor) {
    var claim = open(id);
    mustNotBeAskedNow(claim);
    var event =
        event(claim)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The event that asks for it is not in the event store any more."));
    var mine = claim.restsUntil(views, context.now().plus(context.lease()));
    return conclude(effect(claim), event, mine, outcome, actor);
  }

  /** Its answer may come any moment. */
  private void mustNotBeAskedNow(Claim claim) {
    if (claim.isBeingAsked(context.now())) {
      throw new IllegalStateException(
          "It is being asked just now: wait until " + claim.content().leasedUntil() + ".");
    }
  }

  /**
   * Settles what is in doubt and was asked for by an event that is not in the event store any more:
   * no stream is told. Should the event come back, it is asked for as settled.
   *
   * @throws IllegalArgumentException there is no such claim, or it is settled
   * @throws IllegalStateException the event is there, or it is being asked just now
   */
  public void forget(String id, Outcome outcome) {
    var claim = open(id);
    mustNotBeAskedNow(claim);
    if (isAskedFor(claim)) {
      throw new IllegalStateException("The event that asks for it is there: settle it.");
    }
    claim.settle(views, Optional.of(outcome), context.now());
  }

  /**
   * What is left to people after {@link #answerAgain}.
   *
   * @param answered how many answers are in their streams again
   * @param orphans some of what was settled for events that are not in the event store any more
   */
  public record Answered(int answered, List<Claim> orphans) {}

  /**
   * Brings answers back into streams, where the event store was put back to before them: before
   * anybody looks what has come due. Nobody is asked. Reads every claim, again as long as there are
   * such answers.
   *
   * @param most orphans that are told
   */
  public Answered answerAgain(int most) {
    int answered = 0;
    while (true) {
      var orphans = new ArrayList<Claim>();
      int before = answered;
      answered += answerAgain(most, orphans);
      // By an answer there may be what asks for something else that was answered.
      if (answered == before) {
        return new Answered(answered, List.copyOf(orphans));
      }
    }
  }

  private int answerAgain(int most, List<Claim> orphans) {
    if (all().isEmpty()) {
      return 0;
    }
    int answered = 0;
    var query = Query.first(PAGE);
    for (var page = views.page(collection, query);
        !page.isEmpty();
        page = views.page(collection, query.afterId(page.getLast().id()))) {
      for (var document : page) {
        var claim = Claim.read(collection, document);
        var event = claim.isSettled() ? event(claim) : Optional.<RecordedEvent>empty();
        if (event.isPresent() && settledBefore(effect(claim), event.get(), claim)) {
          answered++;
        }
        if (claim.isSettled() && event.isEmpty() && orphans.size() < most) {
          orphans.add(claim);
        }
      }
    }
    return answered;
  }

  private Claim open(String id) {
    var claim =
        claim(id)
            .orElseThrow(() -> new IllegalArgumentException("Nothing was asked for by this id."));
    if (claim.isSettled()) {
      throw new IllegalArgumentException("It is settled already.");
    }
    return claim;
  }

  private QueryStore.Key key(String id) {
    return new QueryStore.Key(collection, id);
  }
}
