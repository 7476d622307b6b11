package restaurant.ops;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import restaurant.eventsourcing.RecordedEvent;

@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = "Prints events as they are stored, until Ctrl-C. One billed read an event.")
final class Tail implements Callable<Integer> {

  /** Events may be stored a little later than they were decided. */
  private static final Duration OVERLAP = Duration.ofSeconds(15);

  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      converter = Service.Converter.class,
      description = "Only this one: menu, customers, orders.")
  private Optional<Service> service = Optional.empty();

  @Option(names = "--since", description = "Begin there (default: now).")
  private Optional<Instant> since = Optional.empty();

  @Option(names = "--once", description = "Print what there is, and end.")
  private boolean once;

  private final Map<String, Instant> printed = new HashMap<>();

  @Override
  public Integer call() throws InterruptedException {
    var from = since.orElseGet(Instant::now);
    while (true) {
      var now = Instant.now();
      print(from, now.plusSeconds(1));
      if (once) {
        return 0;
      }
      Thread.sleep(PAUSE);
      // Never before where it began, and not so far back as to print what is forgotten.
      var next = now.minus(OVERLAP);
      from = next.isAfter(from) ? next : from;
      var forgotten = from;
      printed.values().removeIf(time -> time.isBefore(forgotten));
    }
  }

  private void print(Instant from, Instant before) {
    var events = new ArrayList<RecordedEvent>();
    for (var each : service.map(List::of).orElse(Service.ALL)) {
      project.backend().eventHistory(each.name()).between(from, before, events::add);
    }
    events.sort(
        Comparator.comparing(RecordedEvent::timestamp).thenComparing(RecordedEvent::version));
    var out = command.commandLine().getOut();
    for (var event : events) {
      if (printed.putIfAbsent(event.id(), event.timestamp()) == null) {
        out.println(Events.line(event));
      }
    }
    out.flush();
  }
}
