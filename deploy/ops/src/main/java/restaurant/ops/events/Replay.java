package restaurant.ops.events;

import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.store.EventLog.Slot;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import restaurant.ops.Progress;
import restaurant.ops.Project;

@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes stored events again.",
      "Safe by construction: a projector that has applied an event drops it.",
      "Every ten thousand events, and where it gives up, it prints the option to go on with."
    })
public final class Replay implements Callable<Integer> {

  private static final long LAST = 9_999_999_999L;

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "SERVICE",
      converter = ServiceConverter.class,
      description = "Whose events: a service, as in deploy/functions.txt.")
  private Service service;

  @Option(names = "--stream", paramLabel = "ID", description = "Only this aggregate's.")
  private Optional<String> stream = Optional.empty();

  @Option(names = "--since", description = "Only events that were stored from then on.")
  private Optional<Instant> since = Optional.empty();

  @Option(
      names = "--from",
      paramLabel = "KEY",
      description = "Only events from this one on: where another run has stopped.")
  private Optional<String> from = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "TOPIC",
      description = "Another topic than the service's own.")
  private Optional<String> topic = Optional.empty();

  @Option(names = "--dry-run", description = "Print what would be published.")
  private boolean dryRun;

  private long noEvents;

  @Override
  public Integer call() {
    if (from.isPresent() && since.isPresent()) {
      throw new ParameterException(
          command.commandLine(), "--from goes on by keys, and --since by time: give one of them.");
    }
    var backend = project.backend();
    var history = backend.eventLog(service.name());
    var patience = project.patience();
    var start = from.or(() -> stream.map(id -> RecordedEvent.key(id, 0))).orElse("");
    var end = stream.map(id -> RecordedEvent.key(id, LAST)).orElse("");
    return since.isPresent()
        ? run(
            "--since",
            since.get(),
            each ->
                patience.since(
                    history,
                    since.get(),
                    it -> {
                      if (isWanted(it.slot().stream())) {
                        each.accept(it.event(), it.at());
                      }
                    },
                    none -> {
                      if (isWanted(slot(none).stream())) {
                        say(none);
                      }
                    }))
        : run(
            "--from",
            start,
            each ->
                patience.readByKey(
                    history,
                    start,
                    end,
                    slot -> {
                      var after = RecordedEvent.key(slot.stream(), slot.version() + 1);
                      slot.readable().ifPresent(event -> each.accept(event, after));
                    },
                    this::say));
  }

  private boolean isWanted(String id) {
    return stream.isEmpty() || stream.get().equals(id);
  }

  /**
   * @param option goes on at a place
   * @param events tells each, and where to go on after it
   */
  private <P> int run(String option, P start, Consumer<BiConsumer<RecordedEvent, P>> events) {
    var to = topic.orElse(service.topic());
    if (dryRun) {
      var count = new AtomicLong();
      events.accept(
          (event, after) -> {
            count.incrementAndGet();
            say("%s", Stored.of(event).text());
          });
      say("%d events would be published to %s.", count.get(), to);
      return status();
    }
    var backend = new GoogleBackend(project.clients());
    var publishing =
        new Publishing<P>(
            backend.eventBusOf(to),
            backend.parallel(),
            project.patience(),
            start,
            at ->
                say(
                    "%d events published; then come those of %s=%s",
                    at.published(), option, at.place()));
    try (var progress = new Progress("replay", " events", -1)) {
      events.accept(
          (event, after) -> {
            publishing.add(event, after);
            progress.step(1);
          });
      publishing.flush();
    } catch (RuntimeException e) {
      say(
          "%d events published to %s. To go on: the same with %s=%s",
          publishing.published(), to, option, publishing.place());
      throw e;
    }
    say("%d events published to %s.", publishing.published(), to);
    return status();
  }

  private static Slot slot(NoEvent none) {
    return new Slot(none.service(), none.key(), Optional.empty());
  }

  private int status() {
    return noEvents == 0 ? 0 : 1;
  }

  private void say(NoEvent none) {
    noEvents++;
    say("%s", new Stored(slot(none)).text());
  }

  private void say(String text, Object... values) {
    var out = command.commandLine().getOut();
    out.printf(text + "%n", values);
    out.flush();
  }
}
