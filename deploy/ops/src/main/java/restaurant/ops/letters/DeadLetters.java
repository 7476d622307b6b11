package restaurant.ops.letters;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import restaurant.ops.Project;

@Command(
    name = "deadletters",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the messages that a subscription gave up on, and why they can't be applied.",
      "What a reactor could read and not do, the function's log explains.",
      "They stay where they are."
    })
public final class DeadLetters implements Callable<Integer> {

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "SUBSCRIPTION",
      description = "The function's: menu-items, payments-on-orders, … as in deploy/functions.txt.")
  private String subscription;

  @Override
  public Integer call() {
    var out = command.commandLine().getOut();
    try (var mailbox = new PubSubMailbox(project, subscription)) {
      var queue = new DeadLetterQueue(mailbox, subscription, project.backend());
      var seen =
          queue.each(
              letter -> {
                out.println(letter.line());
                return false;
              });
      out.printf("%s dead letters of %s.%n", seen.number(), subscription);
      out.flush();
      return seen.letters() == 0 ? 0 : 1;
    }
  }
}
