package restaurant.ops.processes;

import dev.eventfold.gcp.outside.HttpOutside;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import restaurant.ops.Project;
import restaurant.ops.Refused;

@Command(
    name = "retry",
    mixinStandardHelpOptions = true,
    description = {
      "Asks the outside once more, from this machine, under the same key.",
      "What is UNKNOWN may have happened: retry it only if you know that it has not, or that the"
          + " provider still knows the key.",
      "Whoever asked before and was held up does not ask any more once the lease is over, unless it"
          + " was held up in that very moment, or its clock is behind by more than the lease.",
      "Needs the settings of the functions: PROVIDER_<EFFECT>_URL, and PROVIDER_<EFFECT>_TOKEN if"
          + " there is one."
    })
final class Retry implements Callable<Integer> {

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Parameters(paramLabel = "ID", description = "The claim's, as processes list prints it.")
  private String id;

  @Option(names = "--dry-run", description = "Say what would be done.")
  private boolean dryRun;

  @Override
  public Integer call() {
    var out = command.commandLine().getOut();
    var doubt = Doubt.find(id, project.backend(), out::println);
    var effect = doubt.content().effect();
    HttpOutside.missing(effect)
        .ifPresent(
            setting -> {
              throw new Refused(
                  "Not asked: %s is not set on this machine. Set it to what the functions have."
                      .formatted(setting));
            });
    out.printf("%s asked again: %s%n", dryRun ? "Would be" : "Is", doubt.what());
    out.flush();
    boolean isDone = dryRun || doubt.retry();
    out.flush();
    return isDone ? 0 : 1;
  }
}
