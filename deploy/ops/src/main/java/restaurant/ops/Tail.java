package restaurant.ops;

import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventLog.Committed;
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

@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = "Prints events as they are stored, until Ctrl-C. One billed read an event.")
final class Tail implements Callable<Integer> {

  /** Events may be seen a little after later ones. */
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
      var last = print(from);
      if (once) {
        return 0;
      }
      Thread.sleep(PAUSE);
      // Never before where it began, and not so far back as to print what is forgotten.
      var next = last.map(time -> time.minus(OVERLAP)).orElse(from);
      from = next.isAfter(from) ? next : from;
      var forgotten = from;
      printed.values().removeIf(time -> time.isBefore(forgotten));
    }
  }

  /**
   * @return when the last event was stored
   */
  private Optional<Instant> print(Instant from) {
    var found = new ArrayList<Committed>();
    for (var each : service.map(List::of).orElse(Service.ALL)) {
      project.backend().eventHistory(each.name()).between(from, EventLog.END, found::add);
    }
    found.sort(Comparator.comparing(Committed::at).thenComparing(it -> it.slot().version()));
    var out = command.commandLine().getOut();
    for (var committed : found) {
      var slot = committed.slot();
      if (printed.putIfAbsent(slot.service() + " " + slot.key(), committed.at()) == null) {
        out.println(Events.line(slot));
      }
    }
    out.flush();
    return found.isEmpty() ? Optional.empty() : Optional.of(found.getLast().at());
  }
}
