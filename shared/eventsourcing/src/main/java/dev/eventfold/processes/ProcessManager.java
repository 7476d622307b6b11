package dev.eventfold.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandRequest;
import dev.eventfold.commands.CommandResult;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.Query.Filter;
import dev.eventfold.documents.Query.Operator;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.operations.Intake;
import dev.eventfold.projections.View;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventStores;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.LongStream;

/**
 * Runs the process of a service: takes events, looks what has come due, asks the outside. Safe for
 * many threads and for many instances at once.
 *
 * <p>Cost: a reaction is its command. A deadline is one write when its event is projected, and one
 * read and one delete, beside its command, when its time has come. An effect is two writes and one
 * read beside its command; asked again, it is three reads and a write. An idle tick reads where the
 * deadlines are, and nothing else that is there: a query for each shard, and one for claims, are
 * billed as one read each. Functions are instances of their own, so that a command of a deadline or
 * an effect most often reads its stream first.
 */
public final class ProcessManager<C, E> {

  private static final String DUE = Document.Content.DUE;
  private static final int PAGE = 50;
  private static final Duration SHORTEST_PAUSE = Duration.ofMinutes(1);
  private static final Duration LONGEST_PAUSE = Duration.ofDays(1);

  /** Is told of what a person should know. */
  public interface Witness {

    Witness NOBODY =
        new Witness() {
          @Override
          public void failed(String what, RuntimeException why) {}

          @Override
          public void outcomeUnknown(Claim claim) {}
        };

    /** It could not be done; it will be tried again. */
    void failed(String what, RuntimeException why);

    /** Whether it has happened nobody knows, and it will not be asked for again. */
    void outcomeUnknown(Claim claim);
  }

  /**
   * What a tick did.
   *
   * @param due deadlines whose time had come
   * @param asked effects that were asked for again
   * @param failed of these, tried again later
   * @param hasMore whether it stopped before it had seen everything
   */
  public record Report(int due, int asked, int failed, boolean hasMore) {}

  private final String service;
  private final Process<C, E> process;
  private final CommandHandler<C, E, ?> handler;
  private final EventStore events;
  private final QueryStore views;
  private final Outside outside;
  private final InstantSource clock;
  private final Duration lease;
  private final Witness witness;

  /**
   * One that tells nobody.
   *
   * @param service whose process it is
   * @param handler of its commands
   * @param stores where the service's own events are
   * @param views where deadlines and claims are
   */
  public ProcessManager(
      String service,
      Process<C, E> process,
      CommandHandler<C, E, ?> handler,
      EventStores stores,
      QueryStore views,
      Outside outside,
      InstantSource clock) {
    this(
        service,
        process,
        handler,
        stores.eventStore(service),
        views,
        outside,
        clock,
        Claim.LEASE,
        Witness.NOBODY);
  }

  /** The same that tells somebody else. */
  public ProcessManager<C, E> telling(Witness other) {
    return new ProcessManager<>(
        service, process, handler, events, views, outside, clock, lease, other);
  }

  /**
   * @param first for how long who asks the outside is left alone at first, instead of {@link
   *     Claim#LEASE}
   */
  public ProcessManager<C, E> leasing(Duration first) {
    return new ProcessManager<>(
        service, process, handler, events, views, outside, clock, first, witness);
  }

  private ProcessManager(
      String service,
      Process<C, E> process,
      CommandHandler<C, E, ?> handler,
      EventStore events,
      QueryStore views,
      Outside outside,
      InstantSource clock,
      Duration lease,
      Witness witness) {
    this.service = service;
    this.process = process;
    this.handler = handler;
    this.events = events;
    this.views = views;
    this.outside = outside;
    this.clock = clock;
    this.lease = lease;
    this.witness = witness;
  }

  /**
   * Does what follows from the event at once. When it returns, it is done, or claimed and left to
   * the clock.
   *
   * @return whether something was done, and not for the second time
   * @throws TransientFailure try again
   * @throws RuntimeException it cannot be understood, or what follows is refused
   */
  public boolean on(RecordedEvent event) {
    boolean isNew = false;
    for (var reaction : process.reactions()) {
      var command = follows(reaction, event);
      if (command.isPresent()) {
        var result = carryOut(command.get(), id(reaction.name(), event.id()), event);
        isNew |= !result.isRepeated() && !result.events().isEmpty();
      }
    }
    if (event.service().equals(service)) {
      for (var effect : process.effects()) {
        var request = requested(effect, event);
        if (request.isPresent()) {
          isNew |= begin(effect, event, request.get());
        }
      }
    }
    return isNew;
  }

  /**
   * Whether something should have followed from the event and, as far as one can see, has not. What
   * decided nothing can't be seen. Costs a read for each thing that follows.
   */
  public boolean lacks(RecordedEvent event) {
    for (var reaction : process.reactions()) {
      var command = follows(reaction, event);
      if (command.isPresent() && !isDone(command.get().stream(), id(reaction.name(), event.id()))) {
        return true;
      }
    }
    return event.service().equals(service)
        && process.effects().stream()
            .anyMatch(
                effect ->
                    requested(effect, event).isPresent()
                        && !isDone(event.stream(), effect.id(service, event)));
  }

  /** Whether anything follows from the event at all. */
  public boolean concerns(RecordedEvent event) {
    return process.reactions().stream().anyMatch(it -> follows(it, event).isPresent())
        || event.service().equals(service)
            && process.effects().stream().anyMatch(it -> requested(it, event).isPresent());
  }

  /** In microseconds: what every store keeps. */
  private Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** The services whose events it acts on at once. */
  public Set<String> sources() {
    return process.sources(service);
  }

  /** For a reconciler that looks after what follows from the events of a service. */
  public Intake intake(String source) {
    return new ProcessIntake(this, service, source);
  }

  private <F> Optional<CommandOn<C>> follows(Reaction<F, C> reaction, RecordedEvent event) {
    return reaction.source().equals(event.service())
        ? reaction.types().read(event).flatMap(reaction.command())
        : Optional.empty();
  }

  private Optional<JsonNode> requested(Effect<E, C> effect, RecordedEvent event) {
    return process.aggregate().events().read(event).flatMap(effect.request());
  }

  /** The id of what follows from an event under this name. */
  private String id(String name, String eventId) {
    return id(service, name, eventId);
  }

  static String id(String service, String name, String eventId) {
    return Ids.following(eventId, service + "/" + name);
  }

  private boolean isDone(String stream, String commandId) {
    return !events.readCommand(stream, commandId).isEmpty();
  }

  private CommandResult carryOut(CommandOn<C> command, String id, RecordedEvent because) {
    var metadata = because.metadata();
    return carryOut(
        command, id, because.id(), metadata.correlationId(), metadata.traceparent(), actor());
  }

  /** Whose doing it is, where nobody decided anything. */
  private String actor() {
    return "service:" + service;
  }

  private CommandResult carryOut(
      CommandOn<C> command,
      String id,
      String eventId,
      String correlationId,
      String traceparent,
      String actor) {
    // Of one id there is one command only, whatever a later version makes of its event.
    var metadata = new Metadata(id, Ids.hash(id), correlationId, eventId, traceparent, actor);
    return handler.handle(
        new CommandRequest<>(
            command.stream(),
            command.creates(),
            OptionalLong.empty(),
            false,
            command.command(),
            metadata));
  }

  private boolean begin(Effect<E, C> effect, RecordedEvent event, JsonNode request) {
    var id = effect.id(service, event);
    var claim = Claim.make(views, service, id, effect.name(), event, now(), lease);
    if (claim.isEmpty()) {
      var theirs = Claim.find(views, key(id));
      if (theirs.isEmpty()) {
        throw new TransientFailure("no claim could be made of " + id, null);
      }
      return settledBefore(effect, event, theirs.get());
    }
    // After the claim: whoever has had the answer settles theirs when it is in the stream.
    if (isDone(event.stream(), id)) {
      remove(claim.get());
      return false;
    }
    ask(effect, event, request, claim.get());
    return true;
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
    if (!claim.isSettled() || isDone(event.stream(), claim.id())) {
      return false;
    }
    // The event store was put back to before the answer.
    var outcome = claim.content().outcome();
    if (outcome.isPresent()) {
      conclude(effect, event, claim, outcome.get(), actor());
    } else {
      isUnknown(claim, "The event store was put back to before its answer.");
    }
    return true;
  }

  /**
   * @return whether it must be asked again
   */
  private boolean ask(Effect<E, C> effect, RecordedEvent event, JsonNode request, Claim claim) {
    try {
      conclude(effect, event, claim, answer(effect, claim.id(), request), actor());
      return false;
    } catch (Outside.NotAsked | Outside.Unanswered nothing) {
      boolean mayHaveHappened = nothing instanceof Outside.Unanswered;
      witness.failed(effect.name() + " " + claim.id(), nothing);
      if (effect.mode() == Effect.Mode.DEDUPLICATED) {
        isLeft(claim, Claim.State.ASKING, nothing.getMessage());
      } else if (mayHaveHappened) {
        isUnknown(claim, nothing.getMessage());
      } else {
        isLeft(claim, Claim.State.NOT_ASKED, nothing.getMessage());
      }
      return effect.mode() == Effect.Mode.DEDUPLICATED || !mayHaveHappened;
    }
  }

  /** To the clock, which asks once more. */
  private void isLeft(Claim claim, Claim.State state, String why) {
    try {
      claim.is(views, state, why);
    } catch (QueryStore.ConcurrentWrite another) {
      // Whoever looks after it now thinks that it may have been asked.
    }
  }

  private Outcome answer(Effect<E, C> effect, String id, JsonNode request) {
    try {
      return new Outcome.Done(outside.ask(effect.name(), id, request));
    } catch (Outside.Refused refused) {
      return new Outcome.Refused(refused.getMessage());
    }
  }

  /** Whether it is the outcome that counts: somebody else may have had another before. */
  private boolean conclude(
      Effect<E, C> effect, RecordedEvent event, Claim claim, Outcome outcome, String actor) {
    var command = CommandOn.existing(event.stream(), effect.command().apply(outcome));
    var metadata = event.metadata();
    var result =
        carryOut(
            command,
            claim.id(),
            event.id(),
            metadata.correlationId(),
            metadata.traceparent(),
            actor);
    if (result.events().isEmpty()) {
      // Once the claim is settled, nobody would know that the stream has no answer.
      throw new IllegalStateException(effect.name() + ": the answer must lead to an event.");
    }
    var known = Optional.of(outcome).filter(it -> !result.isRepeated());
    claim.settle(views, known, now());
    return !result.isRepeated();
  }

  private void isUnknown(Claim claim, String why) {
    try {
      witness.outcomeUnknown(claim.is(views, Claim.State.UNKNOWN, why));
    } catch (QueryStore.ConcurrentWrite another) {
      // Somebody else says so, or knows better.
    }
  }

  /**
   * Meets the deadlines whose time has come, and asks the outside again where nobody has had an
   * answer.
   *
   * @param end by the manager's clock; what is under way then is finished
   */
  public Report tick(Instant end) {
    var tick = new Tick(end);
    if (!process.deadlines().isEmpty()) {
      tick.deadlines();
    }
    if (!process.effects().isEmpty()) {
      tick.claims();
    }
    return new Report(tick.due, tick.asked, tick.failed, tick.isLate);
  }

  /** One look at what has come due. */
  private final class Tick {
    private final Instant end;
    private final Instant now = now();
    private int due;
    private int asked;
    private int failed;
    private boolean isLate;

    Tick(Instant end) {
      this.end = end;
    }

    private boolean isLate() {
      isLate |= due + asked > 0 && !clock.instant().isBefore(end);
      return isLate;
    }

    /** All whose time has come, each once: what is still there afterwards is for the next tick. */
    private void each(
        String collection, List<Filter> filters, String field, Consumer<Document> work) {
      var query = new Query(filters, Optional.of(field), false, PAGE, Optional.empty());
      List<Document> page;
      do {
        page = views.page(collection, query);
        for (var document : page) {
          if (isLate()) {
            return;
          }
          work.accept(document);
          query = query.after(document);
        }
      } while (page.size() == PAGE);
    }

    void deadlines() {
      var view = currentDeadlines();
      for (long shard = 0; shard < PendingDeadline.SHARDS && !isLate(); shard++) {
        deadlines(view, shard);
      }
    }

    private void deadlines(View<PendingDeadline> view, long shard) {
      var filters =
          List.of(Filter.equal(PendingDeadline.SHARD, shard), new Filter(DUE, Operator.BELOW, now));
      each(view.collection(), filters, DUE, document -> meet(view, document));
    }

    /** What can't be met comes again, later each time, and is in nobody's way meanwhile. */
    private void meet(View<PendingDeadline> view, Document document) {
      due++;
      var pending = Optional.<PendingDeadline>empty();
      try {
        pending = view.shown(document.content());
        meet(pending.orElseThrow());
        views.remove(view.key(document.id()), document.revision());
      } catch (QueryStore.ConcurrentWrite another) {
        // Another tick has met it, or will.
      } catch (RuntimeException why) {
        failed++;
        var what = pending.map(it -> it.deadline() + " of " + it.stream());
        witness.failed(what.orElse(document.id()), why);
        postpone(view, document, pending.map(PendingDeadline::time).orElse(now));
      }
    }

    private void meet(PendingDeadline pending) {
      var deadline =
          process.deadlines().stream()
              .filter(it -> it.name().equals(pending.deadline()))
              .findFirst()
              .orElseThrow(() -> new IllegalStateException("no deadline of this name"));
      carryOut(
          CommandOn.existing(pending.stream(), deadline.command()),
          id(deadline.name(), pending.eventId()),
          pending.eventId(),
          pending.correlationId(),
          pending.traceparent(),
          actor());
    }

    private void postpone(View<PendingDeadline> view, Document document, Instant at) {
      var content = document.content();
      Map<String, Object> index =
          Map.of(
              PendingDeadline.SHARD,
              content.index().get(PendingDeadline.SHARD),
              DUE,
              now.plus(between(SHORTEST_PAUSE, Duration.between(at, now), LONGEST_PAUSE)));
      var later = new Document.Content(content.id(), content.version(), content.body(), index);
      try {
        views.commit(
            List.of(
                new Write(
                    view.collection(), later, new Write.Precondition.At(document.revision()))));
      } catch (QueryStore.ConcurrentWrite | TransientFailure again) {
        // Then the next tick tries it.
      }
    }

    void claims() {
      var filters = List.of(new Filter(Claim.LEASED_UNTIL, Operator.BELOW, now));
      each(Claim.collection(service), filters, Claim.LEASED_UNTIL, this::takeUp);
    }

    /** Whoever has had the answer may have ended before they said that there is no doubt. */
    private void lookAgain(Claim claim) {
      if (isDone(claim.content().stream(), claim.id())) {
        claim.settle(views, Optional.empty(), now);
      } else {
        claim.restsUntil(views, now.plus(Claim.LONGEST_LEASE));
      }
    }

    /** By the claim's new lease it is in nobody's way, whatever comes of it. */
    private void takeUp(Document document) {
      asked++;
      try {
        var claim = Claim.read(Claim.collection(service), document);
        if (claim.content().state() == Claim.State.UNKNOWN) {
          lookAgain(claim);
        } else if (isLeft(claim.again(views, now(), lease), claim.content().state())) {
          failed++;
        }
      } catch (QueryStore.ConcurrentWrite another) {
        // Another tick is at it.
      } catch (RuntimeException why) {
        failed++;
        var effect = document.body().map(it -> it.path("effect").asText());
        witness.failed(effect.orElse("?") + " " + document.id(), why);
      }
    }
  }

  private static Duration between(Duration least, Duration wanted, Duration most) {
    if (wanted.compareTo(least) < 0) {
      return least;
    }
    return wanted.compareTo(most) > 0 ? most : wanted;
  }

  /**
   * Settles what can be settled.
   *
   * @param before the state of the claim before it was this one's
   * @return whether it must be asked again
   */
  private boolean isLeft(Claim claim, Claim.State before) {
    if (isDone(claim.content().stream(), claim.id())) {
      claim.settle(views, Optional.empty(), now());
      return false;
    }
    var effect = effect(claim);
    if (effect.mode() == Effect.Mode.AT_MOST_ONCE && before == Claim.State.ASKING) {
      isUnknown(claim, "Whoever asked has ended before the answer.");
      return false;
    }
    return askAgain(effect, claim);
  }

  private boolean askAgain(Effect<E, C> effect, Claim claim) {
    var event = event(claim);
    if (event.isEmpty()) {
      isUnknown(claim, "The event that asks for it is not in the event store any more.");
      return false;
    }
    return ask(effect, event.get(), requested(effect, event.get()).orElseThrow(), claim);
  }

  private Effect<E, C> effect(Claim claim) {
    return process.effects().stream()
        .filter(it -> it.name().equals(claim.content().effect()))
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no effect of this name"));
  }

  /** What asks for it; empty where the event store was put back to before it. */
  private Optional<RecordedEvent> event(Claim claim) {
    long version = claim.content().version();
    return events.readRange(claim.content().stream(), version, version).stream()
        .filter(event -> effect(claim).id(service, event).equals(claim.id()))
        .findFirst();
  }

  /**
   * What is under way or in doubt, in the order of ids, a page at a time.
   *
   * @param after an id; "" for the first
   */
  public List<Claim> claims(Claim.State state, String after) {
    var filters = List.of(Filter.equal(Claim.STATE, state.name()));
    var first = new Query(filters, Optional.empty(), false, PAGE, Optional.empty());
    var collection = Claim.collection(service);
    return views.page(collection, after.isEmpty() ? first : first.afterId(after)).stream()
        .map(document -> Claim.read(collection, document))
        .toList();
  }

  /** A claim by its id, settled or not. */
  public Optional<Claim> claim(String id) {
    return process.effects().isEmpty() ? Optional.empty() : Claim.find(views, key(id));
  }

  /** Whether the event that asks for it is there; it is not where the event store was put back. */
  public boolean isAskedFor(Claim claim) {
    return event(claim).isPresent();
  }

  /**
   * A deadline that waits.
   *
   * @param due when it is met; later than its own time where it could not be met then
   */
  public record Waiting(PendingDeadline deadline, Instant due) {}

  /**
   * The deadlines that are due next, in that order.
   *
   * @param most of each of {@value PendingDeadline#SHARDS} parts
   */
  public List<Waiting> waiting(int most) {
    if (process.deadlines().isEmpty()) {
      return List.of();
    }
    var view = currentDeadlines();
    return LongStream.range(0, PendingDeadline.SHARDS)
        .mapToObj(shard -> List.of(Filter.equal(PendingDeadline.SHARD, shard)))
        .map(shard -> new Query(shard, Optional.of(DUE), false, most, Optional.empty()))
        .flatMap(query -> views.page(view.collection(), query).stream())
        .map(Document::content)
        .map(it -> new Waiting(view.shown(it).orElseThrow(), (Instant) it.index().get(DUE)))
        .sorted(Comparator.comparing(Waiting::due))
        .toList();
  }

  /** Where a rebuild has put them. */
  private View<PendingDeadline> currentDeadlines() {
    var view = PendingDeadline.view(service);
    return view.in(CurrentViews.place(views, view.collection()).current());
  }

  /**
   * Asks the outside once more, on the word of a person: of an effect that may happen once at most,
   * they know that it has not.
   *
   * @return whether it is settled now
   * @throws IllegalArgumentException there is no such claim, or it is settled
   * @throws IllegalStateException it is being asked just now, and may happen once at most
   */
  public boolean retry(String id) {
    var claim = open(id);
    if (effect(claim).mode() == Effect.Mode.AT_MOST_ONCE && claim.isBeingAsked(now())) {
      throw new IllegalStateException(
          "It is being asked just now: wait until " + claim.content().leasedUntil() + ".");
    }
    claim = claim.again(views, now(), lease);
    if (isDone(claim.content().stream(), id)) {
      claim.settle(views, Optional.empty(), now());
    } else {
      askAgain(effect(claim), claim);
    }
    return isDone(claim.content().stream(), id);
  }

  /**
   * Settles what is in doubt, on the word of a person.
   *
   * @param actor who decided, as events name them
   * @return whether it was settled so; else somebody had an answer first, which counts
   * @throws IllegalArgumentException there is no such claim, or it is settled
   * @throws IllegalStateException the event that asks for it is not there any more
   */
  public boolean settle(String id, Outcome outcome, String actor) {
    var claim = open(id);
    var event =
        event(claim)
            .orElseThrow(
                () ->
                    new IllegalStateException(
                        "The event that asks for it is not in the event store any more."));
    return conclude(effect(claim), event, claim, outcome, actor);
  }

  /**
   * Settles what is in doubt and was asked for by an event that is not in the event store any more:
   * no stream is told. Should the event come back, it is asked for as settled.
   *
   * @throws IllegalArgumentException there is no such claim, or it is settled
   * @throws IllegalStateException the event is there
   */
  public void forget(String id, Outcome outcome) {
    var claim = open(id);
    if (isAskedFor(claim)) {
      throw new IllegalStateException("The event that asks for it is there: settle it.");
    }
    claim.settle(views, Optional.of(outcome), now());
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
    if (process.effects().isEmpty()) {
      return 0;
    }
    int answered = 0;
    var collection = Claim.collection(service);
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
    return new QueryStore.Key(Claim.collection(service), id);
  }
}
