package restaurant.ops;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventLog.Slot;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Consumer;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes stored events again.",
      "Safe by construction: a listener that has applied an event drops it."
    })
final class Replay implements Callable<Integer> {

  private static final int AT_ONCE = 32;

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "SERVICE",
      converter = Service.Converter.class,
      description = "Whose events: menu, customers, orders.")
  private Service service;

  @Option(names = "--stream", paramLabel = "ID", description = "Only this aggregate's.")
  private Optional<String> stream = Optional.empty();

  @Option(names = "--since", description = "Only events that were stored from then on.")
  private Optional<Instant> since = Optional.empty();

  @Option(
      names = "--to",
      paramLabel = "TOPIC",
      description = "Another topic than the service's own.")
  private Optional<String> topic = Optional.empty();

  @Option(names = "--dry-run", description = "Print what would be published.")
  private boolean dryRun;

  private final List<Slot> noEvents = new ArrayList<>();

  @Override
  public Integer call() throws InterruptedException {
    var out = command.commandLine().getOut();
    var to = topic.orElse(service.topic());
    long count;
    if (dryRun) {
      var number = new AtomicLong();
      events(
          event -> {
            number.incrementAndGet();
            out.println(Events.line(event));
          });
      count = number.get();
    } else {
      count = publish(new GoogleBackend(project.clients()).eventBusOf(to));
    }
    out.printf("%d events %s to %s.%n", count, dryRun ? "would be published" : "published", to);
    noEvents.forEach(slot -> out.println(Events.line(slot)));
    out.flush();
    return noEvents.isEmpty() ? 0 : 1;
  }

  private long publish(EventBus bus) throws InterruptedException {
    var published = new AtomicLong();
    var failure = new AtomicReference<RuntimeException>();
    var slots = new Semaphore(AT_ONCE);
    try (var progress = new Progress("replay", " events", -1);
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      events(
          event -> {
            slots.acquireUninterruptibly();
            threads.execute(
                () -> {
                  try {
                    bus.publish(event);
                    published.incrementAndGet();
                    progress.step(1);
                  } catch (RuntimeException e) {
                    failure.compareAndSet(null, e);
                  } finally {
                    slots.release();
                  }
                });
            if (failure.get() != null) {
              throw failure.get();
            }
          });
    }
    if (failure.get() != null) {
      throw failure.get();
    }
    return published.get();
  }

  private void events(Consumer<RecordedEvent> each) {
    Consumer<Slot> any = slot -> slot.readable().ifPresentOrElse(each, () -> noEvents.add(slot));
    var history = project.backend().eventHistory(service.name());
    if (since.isPresent()) {
      history.between(
          since.get(),
          EventLog.END,
          committed -> {
            var slot = committed.slot();
            if (stream.isEmpty() || stream.get().equals(slot.stream())) {
              any.accept(slot);
            }
            return true;
          });
    } else if (stream.isPresent()) {
      history.streams(
          RecordedEvent.key(stream.get(), 0), RecordedEvent.key(stream.get(), LAST), any);
    } else {
      history.streams("", "", any);
    }
  }

  private static final long LAST = 9_999_999_999L;
}
