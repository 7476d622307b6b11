package dev.eventfold.processes;

import dev.eventfold.commands.CommandHandler;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.operations.Intake;
import dev.eventfold.store.EventStores;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.Set;

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

  /** What has failed for longer than this is for a person: it does not mend itself. */
  public static final Duration PATIENCE = Duration.ofHours(1);

  /** Is told of what a person should know. */
  public interface Witness {

    Witness NOBODY =
        new Witness() {
          @Override
          public void failed(String what, Duration since, RuntimeException why) {}

          @Override
          public void refused(Claim claim, String reason) {}

          @Override
          public void outcomeUnknown(Claim claim) {}

          @Override
          public void contradicted(Claim claim, Outcome answer) {}
        };

    /**
     * It could not be done; it will be tried again.
     *
     * @param since for how long it should have been done
     */
    void failed(String what, Duration since, RuntimeException why);

    /** What is owed will not be done: the provider has refused it. May be told more than once. */
    void refused(Claim claim, String reason);

    /** Whether it has happened nobody knows, and it will not be asked for again. */
    void outcomeUnknown(Claim claim);

    /**
     * It was settled, and now there is an answer that says the opposite; the stream stays as it is.
     */
    void contradicted(Claim claim, Outcome answer);
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

  private final ProcessContext<C, E> context;
  private final Deadlines<C, E> deadlines;
  private final Effects<C, E> effects;

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
        new ProcessContext<>(
            service,
            process,
            handler,
            stores.eventStore(service),
            views,
            outside,
            clock,
            Claim.LEASE,
            Parallel.IN_TURN,
            Witness.NOBODY));
  }

  private ProcessManager(ProcessContext<C, E> context) {
    this.context = context;
    this.deadlines = new Deadlines<>(context);
    this.effects = new Effects<>(context);
  }

  /** The same that tells somebody else. */
  public ProcessManager<C, E> telling(Witness other) {
    return new ProcessManager<>(context.telling(other));
  }

  /**
   * @param first for how long who asks the outside is left alone at first, instead of {@link
   *     Claim#LEASE}
   */
  public ProcessManager<C, E> leasing(Duration first) {
    return new ProcessManager<>(context.leasing(first));
  }

  /** The same that does what has come due side by side. */
  public ProcessManager<C, E> parallel(Parallel parallel) {
    return new ProcessManager<>(context.parallel(parallel));
  }

  /** What waits for its time. */
  public Deadlines<C, E> deadlines() {
    return deadlines;
  }

  /** What the outside was asked for. */
  public Effects<C, E> effects() {
    return effects;
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
    for (var reaction : context.process().reactions()) {
      var command = follows(reaction, event);
      if (command.isPresent()) {
        var result = context.carryOut(command.get(), id(reaction, event), event, context.actor());
        isNew |= !result.isRepeated() && !result.events().isEmpty();
      }
    }
    return isNew | effects.begin(event);
  }

  /**
   * Whether something should have followed from the event and, as far as one can see, has not. What
   * decided nothing can't be seen. Costs a read for each thing that follows.
   */
  public boolean lacks(RecordedEvent event) {
    for (var reaction : context.process().reactions()) {
      var command = follows(reaction, event);
      if (command.isPresent() && !context.isDone(command.get().stream(), id(reaction, event))) {
        return true;
      }
    }
    return effects.lack(event);
  }

  /** Whether anything follows from the event at all. */
  public boolean concerns(RecordedEvent event) {
    return context.process().reactions().stream().anyMatch(it -> follows(it, event).isPresent())
        || effects.concern(event);
  }

  /** The services whose events it acts on at once. */
  public Set<String> sources() {
    return context.process().sources(context.service());
  }

  /** For a reconciler that looks after what follows from the events of a service. */
  public Intake intake(String source) {
    return new ProcessIntake(this, context.service(), source);
  }

  private <F> Optional<CommandOn<C>> follows(Reaction<F, C> reaction, RecordedEvent event) {
    return reaction.source().equals(event.service())
        ? reaction.types().read(event).flatMap(reaction.command())
        : Optional.empty();
  }

  private String id(Reaction<?, C> reaction, RecordedEvent event) {
    return context.id(reaction.name(), event.id());
  }

  /**
   * Meets the deadlines whose time has come, and asks the outside again where nobody has had an
   * answer. Deadlines have half of the time, so that effects get theirs however many are due.
   *
   * @param end by the manager's clock; what is under way then is finished
   */
  public Report tick(Instant end) {
    var now = context.now();
    var half = now.plus(Duration.between(now, end).dividedBy(2));
    var due = new Tick(context, context.process().effects().isEmpty() ? end : half);
    deadlines.meet(due);
    var asked = new Tick(context, end);
    effects.takeUp(asked);
    return new Report(
        due.taken(),
        asked.taken(),
        due.failures() + asked.failures(),
        due.isLate() || asked.isLate());
  }
}
