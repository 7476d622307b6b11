package restaurant.ops;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import restaurant.system.Restaurant;

@Command(
    name = "history",
    mixinStandardHelpOptions = true,
    description = "Prints every event of an aggregate, in order.")
final class History implements Callable<Integer> {

  private static final int PAGE = 500;

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "AGGREGATE", description = "The aggregate's id.")
  private String aggregate;

  @Override
  public Integer call() {
    var backend = project.backend();
    var out = command.commandLine().getOut();
    long found = 0;
    for (var service : Restaurant.SYSTEM.writers()) {
      var store = backend.eventStore(service.name());
      for (var page = store.readAfter(aggregate, 0, PAGE);
          !page.isEmpty();
          page = store.readAfter(aggregate, page.getLast().version(), PAGE)) {
        page.forEach(event -> out.println(Events.line(event)));
        found += page.size();
      }
    }
    if (found == 0) {
      out.println("No service has events of " + aggregate + ".");
    }
    out.flush();
    return found == 0 ? 1 : 0;
  }
}
