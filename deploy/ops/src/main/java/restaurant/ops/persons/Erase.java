package restaurant.ops.persons;

import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import restaurant.ops.Found;
import restaurant.ops.Output;
import restaurant.ops.Project;
import restaurant.system.Restaurant;

@Command(
    name = "erase",
    mixinStandardHelpOptions = true,
    description = {
      "Says who was to be forgotten, and whether their key is gone. Nobody is named: the ids of streams are.",
      "Customers and staff erase, by the command eraseCustomer; an erasure that got stuck is found by"
          + " the reconciler, and done."
    })
public final class Erase implements Callable<Integer> {

  @Mixin private Project project;

  @Mixin private Output output;

  @Option(
      names = "--status",
      required = true,
      description = "Every erasure, and how far it has come.")
  private boolean status;

  /** How many erasures are not done. */
  private record Total(long pending) implements Found {

    @Override
    public String kind() {
      return "erasures";
    }

    @Override
    public String text() {
      return pending == 0 ? "All is done." : "%d to be done.".formatted(pending);
    }
  }

  @Override
  public Integer call() {
    var erasures = new Erasures(Restaurant.SYSTEM, project.backend());
    long pending = erasures.each(output::tell);
    output.tell(new Total(pending));
    return pending == 0 ? 0 : 1;
  }
}
