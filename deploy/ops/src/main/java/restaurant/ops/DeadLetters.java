package restaurant.ops;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

@Command(
    name = "deadletters",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the messages that a subscription gave up on, and why they can't be applied.",
      "They stay where they are."
    })
final class DeadLetters implements Callable<Integer> {

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "SUBSCRIPTION",
      description = "The listener's: menu-items, orders, … as in deploy/functions.txt.")
  private String subscription;

  @Override
  public Integer call() {
    var out = command.commandLine().getOut();
    try (var queue = new DeadLetterQueue(project, subscription)) {
      var letters = queue.pullAll();
      letters.forEach(letter -> out.println(letter.line()));
      letters.forEach(queue::putBack);
      out.printf("%d dead letters of %s.%n", letters.size(), subscription);
      out.flush();
      return letters.isEmpty() ? 0 : 1;
    }
  }
}
