package restaurant.ops.views;

import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.Topology;
import dev.eventfold.operations.Reconciler;
import dev.eventfold.processes.Claim;
import dev.eventfold.processes.ProcessManager;
import java.util.List;
import java.util.function.Consumer;

/**
 * What services do because of events, after the event store was put back. Claims are not derived
 * from events: they alone know what was asked of the outside since, and stay. Deadlines are a view
 * like any other.
 */
final class RestoredProcesses {

  private static final int MOST = 1_000;

  private final List<? extends ProcessManager<?, ?>> managers;
  private final Backend backend;
  private final Consumer<String> say;

  RestoredProcesses(Topology system, Backend backend, Consumer<String> say) {
    this.managers = system.services().stream().flatMap(it -> it.manager(backend).stream()).toList();
    this.backend = backend;
    this.say = say;
  }

  /**
   * Answers go back into the streams: before a timer could find that none has come. What was done
   * for events that are gone is told.
   */
  void answer() {
    for (var manager : managers) {
      var answered = manager.effects().answerAgain(MOST);
      if (answered.answered() > 0) {
        say.accept(
            "%d answers of the outside are in the streams again.".formatted(answered.answered()));
      }
      answered.orphans().forEach(claim -> say.accept(orphan(claim)));
      if (answered.orphans().size() == MOST) {
        say.accept("There may be more.");
      }
    }
  }

  private static String orphan(Claim claim) {
    var content = claim.content();
    return "Asked for by an event that is gone: %s of %s, %s, since %s%s"
        .formatted(
            content.effect(),
            content.stream(),
            claim.id(),
            content.since(),
            content.refused().map(why -> ", refused: " + why).orElse(""));
  }

  /** Reconcilers find what followed from events that are there, and is gone. */
  void begin() {
    var from = backend.clock().instant().minus(Claim.KEPT);
    for (var manager : managers) {
      for (var source : manager.sources()) {
        Reconciler.startAt(backend.queryStore(), manager.intake(source), from);
      }
    }
  }
}
