package restaurant.ops.events;

import dev.eventfold.events.RecordedEvent;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicLong;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import restaurant.ops.Output;
import restaurant.ops.Project;
import restaurant.system.Restaurant;

@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Prints every event of an aggregate, in order.")
public final class History implements Callable<Integer> {

  @Mixin private Project project;

  @Mixin private Output output;

  @Parameters(paramLabel = "AGGREGATE", description = "The aggregate's id.")
  private String aggregate;

  @Override
  public Integer call() {
    var backend = project.backend();
    var found = new AtomicLong();
    var noEvents = new AtomicLong();
    var patience = project.patience();
    for (var service : Restaurant.SYSTEM.writers()) {
      patience.readByKey(
          backend.eventLog(service.name()),
          RecordedEvent.key(aggregate, 0),
          aggregate + "@~",
          slot -> {
            output.tell(new Stored(slot));
            found.incrementAndGet();
          },
          none -> noEvents.incrementAndGet());
    }
    if (found.get() == 0) {
      output.say("No service has events of " + aggregate + ".");
    }
    return found.get() == 0 || noEvents.get() > 0 ? 1 : 0;
  }
}
