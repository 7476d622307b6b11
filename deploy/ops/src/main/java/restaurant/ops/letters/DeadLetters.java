package restaurant.ops.letters;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;
import restaurant.ops.Count;
import restaurant.ops.Found;
import restaurant.ops.Output;
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

  @Mixin private Output output;

  @Parameters(
      paramLabel = "SUBSCRIPTION",
      description = "The function's: menu-items, payments-on-orders, … as in deploy/functions.txt.")
  private String subscription;

  /** How many there are. */
  private record Total(String subscription, Count letters) implements Found {

    @Override
    public String kind() {
      return "deadLetters";
    }

    @Override
    public String text() {
      return "%s dead letters of %s.".formatted(letters, subscription);
    }
  }

  @Override
  public Integer call() {
    var clients = project.clients();
    try (var subscriptions = clients.subscriptions();
        var mailbox = new PubSubMailbox(clients, subscriptions, subscription)) {
      var queue = new DeadLetterQueue(mailbox, subscription, project.backend());
      var seen =
          queue.each(
              letter -> {
                output.tell(letter);
                return false;
              });
      output.tell(new Total(subscription, seen.number()));
      return seen.letters() == 0 ? 0 : 1;
    }
  }
}
