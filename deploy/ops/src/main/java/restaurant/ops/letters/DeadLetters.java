package restaurant.ops.letters;

import java.time.InstantSource;
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
      "They stay where they are."
    })
public final class DeadLetters implements Callable<Integer> {

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Parameters(
      paramLabel = "SUBSCRIPTION",
      description = "The projector's: menu-items, orders, … as in deploy/functions.txt.")
  private String subscription;

  @Override
  public Integer call() {
    var out = command.commandLine().getOut();
    try (var mailbox = new PubSubMailbox(project, subscription)) {
      var queue = new DeadLetterQueue(mailbox, subscription, InstantSource.system());
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
