package restaurant.ops;

import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "redrive",
    mixinStandardHelpOptions = true,
    description = {
      "Publishes dead letters of a subscription again, for after the fix.",
      "Each is acknowledged only when it has been published: what is interrupted is there again."
    })
final class Redrive implements Callable<Integer> {

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "SUBSCRIPTION",
      description = "The listener's: menu-items, orders, … as in deploy/functions.txt.")
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
    int redriven = 0;
    try (var queue = new DeadLetterQueue(project, subscription)) {
      var letters = queue.pullAll();
      try (var progress = new Progress("redrive", " letters", letters.size())) {
        for (var letter : letters) {
          boolean wanted = filter.matcher(letter.line()).find();
          if (wanted) {
            redriven++;
            out.println(letter.line());
          }
          if (wanted && !dryRun) {
            queue.redrive(letter);
          } else {
            queue.putBack(letter);
          }
          progress.step(1);
        }
      }
      out.printf(
          "%d of %d dead letters %s.%n",
          redriven, letters.size(), dryRun ? "would be published" : "published again");
      out.flush();
      return 0;
    }
  }
}
