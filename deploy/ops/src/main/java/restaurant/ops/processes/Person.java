package restaurant.ops.processes;

import dev.eventfold.processes.Outcome;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import restaurant.ops.Project;

/** Who decides about a doubt, and which. */
final class Person {

  @Mixin private Project project;

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Parameters(paramLabel = "ID", description = "The claim's, as processes list prints it.")
  private String id;

  @Option(
      names = "--by",
      paramLabel = "NAME",
      defaultValue = "${sys:user.name}",
      description =
          "Who decides: the events say operator:NAME (default: ${DEFAULT-VALUE}, who runs this).")
  private String name;

  @Option(names = "--dry-run", description = "Say what would be done.")
  private boolean dryRun;

  /** The exit code. */
  int settles(Outcome outcome) {
    var out = command.commandLine().getOut();
    var doubt = Doubt.find(id, project.backend(), out::println);
    var actor = "operator:" + name;
    out.printf(
        "%s settled as %s by %s: %s.%s%n",
        dryRun ? "Would be" : "Is", words(outcome), actor, doubt.what(), doubt.whatFollows());
    out.flush();
    boolean isDone = dryRun || doubt.settle(outcome, actor);
    out.flush();
    return isDone ? 0 : 1;
  }

  private static String words(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Done(var answer) -> "done, answered " + answer;
      case Outcome.Refused(var reason) -> "refused (" + reason + ")";
    };
  }
}
