package restaurant.ops.events;

import dev.eventfold.gcp.service.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import restaurant.ops.Output;
import restaurant.ops.Project;
import restaurant.system.Restaurant;

@Command(
    name = "tail",
    mixinStandardHelpOptions = true,
    description = "Prints events as they are stored, until Ctrl-C. One billed read an event.")
public final class Tail implements Callable<Integer> {

  private static final Duration PAUSE = Duration.ofSeconds(1);

  @Mixin private Project project;

  @Mixin private Output output;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      converter = ServiceConverter.class,
      description = "Only this service, as in deploy/functions.txt.")
  private Optional<Service> service = Optional.empty();

  @Option(names = "--since", description = "Begin there (default: now).")
  private Optional<Instant> since = Optional.empty();

  @Option(names = "--once", description = "Print what there is, and end.")
  private boolean once;

  @Override
  public Integer call() throws InterruptedException {
    var backend = project.backend();
    var logs =
        service.map(List::of).orElse(Restaurant.SYSTEM.writers()).stream()
            .map(each -> backend.eventLog(each.name()))
            .toList();
    var timeline = new Timeline(logs, since.orElseGet(Instant::now), project.patience());
    while (true) {
      timeline.next(slot -> output.tell(new Stored(slot)));
      if (once) {
        return 0;
      }
      Thread.sleep(PAUSE);
    }
  }
}
