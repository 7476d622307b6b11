package restaurant.ops.processes;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.Outcome;
import dev.eventfold.processes.ProcessManager;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import restaurant.ops.Refused;

/** What was asked of the outside and is not settled, and what a person does about it. */
final class Doubt {

  private final RunningProcess process;
  private final Claim claim;
  private final Backend backend;
  private final Consumer<String> say;

  private Doubt(RunningProcess process, Claim claim, Backend backend, Consumer<String> say) {
    this.process = process;
    this.claim = claim;
    this.backend = backend;
    this.say = say;
  }

  /**
   * By its id, in whichever service.
   *
   * @throws Refused there is none, or none any more
   */
  static Doubt find(String id, Backend backend, Consumer<String> say) {
    for (var process : RunningProcess.all(backend)) {
      var found = process.manager().effects().claim(id);
      if (found.isPresent()) {
        var doubt = new Doubt(process, found.get(), backend, say);
        doubt.mustBeOpen();
        return doubt;
      }
    }
    throw new Refused("Nothing was asked for by the id " + id + ": see processes list.");
  }

  private void mustBeOpen() {
    if (claim.content().state() == Claim.State.SETTLED) {
      throw new Refused(claim.id() + " is settled already" + answered(": ", "."));
    }
  }

  Claim.Content content() {
    return claim.content();
  }

  /** What it is about. */
  String what() {
    var content = claim.content();
    return "%s of %s in %s, %s since %s, %s%s"
        .formatted(
            content.effect(),
            content.stream(),
            process.service(),
            content.attempt() == 1 ? "asked once" : "asked " + content.attempt() + " times",
            content.since(),
            content.state(),
            content.why().isEmpty() ? "" : ": " + content.why());
  }

  /** Has the outside asked once more, and says what came of it. */
  boolean retry() {
    var heard = new Heard();
    var manager = process.manager().telling(heard);
    if (asTold(() -> manager.effects().retry(claim.id()))) {
      say.accept("Settled" + answered(": ", "."));
      return true;
    }
    say.accept(
        heard.why.map(why -> "It is not settled: " + why).orElse("It is not settled.")
            + process.manager().effects().claim(claim.id()).map(Doubt::whatIsNext).orElse(""));
    return false;
  }

  private static String whatIsNext(Claim now) {
    return switch (now.content().state()) {
      case UNKNOWN -> " Nobody knows whether it has happened, and it is not asked again.";
      case ASKING, NOT_ASKED -> " The timer asks again after " + now.content().leasedUntil() + ".";
      case SETTLED -> "";
    };
  }

  /** Settles it as a person says, and says what came of it. */
  boolean settle(Outcome outcome, String actor) {
    if (!process.manager().effects().isAskedFor(claim)) {
      return asTold(() -> forget(outcome));
    }
    boolean isSettledSo =
        asTold(() -> process.manager().effects().settle(claim.id(), outcome, actor));
    say.accept(
        (isSettledSo ? "Settled" : "Somebody had an answer first, and that one counts")
            + answered(": ", "."));
    return isSettledSo;
  }

  private boolean forget(Outcome outcome) {
    process.manager().effects().forget(claim.id(), outcome);
    say.accept("Settled. No stream is told: the event that asks for it is gone.");
    return true;
  }

  /** What must be done meanwhile, by whoever settles it. */
  String whatFollows() {
    return process.manager().effects().isAskedFor(claim)
        ? ""
        : " The event that asks for it is not in the event store any more: no stream will be told.";
  }

  /** Whatever speaks against it is said in words. */
  private static boolean asTold(BooleanSupplier work) {
    try {
      return work.getAsBoolean();
    } catch (IllegalArgumentException | IllegalStateException why) {
      throw new Refused(why.getMessage());
    } catch (QueryStore.ConcurrentWrite another) {
      throw new Refused("Somebody else is at it: see processes list, and run it again.");
    }
  }

  /** The events that say how it ended. */
  private String answered(String before, String otherwise) {
    List<RecordedEvent> events =
        backend.eventStore(process.service()).readCommand(claim.content().stream(), claim.id());
    return events.isEmpty()
        ? otherwise
        : before
            + events.stream()
                .map(it -> it.type() + " by " + it.metadata().actor() + ", " + it.key())
                .collect(Collectors.joining("; "));
  }

  /** Why it was not settled. */
  private static final class Heard implements ProcessManager.Witness {

    private Optional<String> why = Optional.empty();

    @Override
    public void failed(String what, Duration since, RuntimeException cause) {
      why = Optional.ofNullable(cause.getMessage());
    }

    @Override
    public void refused(Claim claim, String reason) {
      // It is settled, and its event says so.
    }

    @Override
    public void outcomeUnknown(Claim unknown) {
      why = Optional.of(unknown.content().why());
    }

    @Override
    public void contradicted(Claim claim, Outcome answer) {
      // Who retries reads what counts.
    }
  }
}
