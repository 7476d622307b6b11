package restaurant.ops.letters;

import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import restaurant.ops.Progress;
import restaurant.ops.Project;

@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes dead letters of a subscription again, for after the fix.",
      "Each is acknowledged only when it has been published: what is interrupted is there again.",
      "A letter that comes back meanwhile, because it failed once more, stays."
    })
public final class Redrive implements Callable<Integer> {

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "SUBSCRIPTION",
      description = "The function's: menu-items, payments-on-orders, … as in deploy/functions.txt.")
  private String subscription;

  @Option(
      names = "--filter",
      paramLabel = "REGEX",
      defaultValue = "",
      description = "Only letters whose line, as deadletters prints it, has a match.")
  private Pattern filter;

  @Option(names = "--dry-run", description = "Print what would be published.")
  private boolean dryRun;

  @Override
  public Integer call() {
    var out = command.commandLine().getOut();
    var would = new AtomicInteger();
    var clients = project.clients();
    try (var subscriptions = clients.subscriptions();
        var mailbox = new PubSubMailbox(clients, subscriptions, subscription);
        var progress = new Progress("redrive", " letters", -1)) {
      var queue = new DeadLetterQueue(mailbox, subscription, project.backend());
      var seen =
          queue.each(
              letter -> {
                progress.step(1);
                if (!filter.matcher(letter.text()).find()) {
                  return false;
                }
                would.incrementAndGet();
                out.println(letter.text());
                return !dryRun;
              });
      out.printf(
          "%d of %s dead letters %s.%n",
          dryRun ? would.get() : seen.redriven(),
          seen.number(),
          dryRun ? "would be published" : "published again");
      if (!seen.isAll()) {
        out.println("Run it again for the others.");
      }
      out.flush();
      return seen.isAll() ? 0 : 1;
    }
  }
}
