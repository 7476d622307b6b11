package restaurant.ops.processes;

import dev.eventfold.processes.Outcome;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "abandon",
    mixinStandardHelpOptions = true,
    description = {
      "Gives up what the outside was asked for: the stream is told that it was refused, for this"
          + " reason, and it is not asked again.",
      "If it may have happened outside, somebody has to undo it there.",
      "Waits for whoever is asking just now: refused until their lease is over."
    })
final class Abandon implements Callable<Integer> {

  @Mixin private Person person;

  @Spec private CommandSpec command;

  @Option(
      names = "--reason",
      paramLabel = "REASON",
      required = true,
      description = "Why; the events say so.")
  private String reason;

  @Override
  public Integer call() {
    return person.settles(new Outcome.Refused(words(reason, command)));
  }

  static String words(String reason, CommandSpec command) {
    if (reason.isBlank()) {
      throw new ParameterException(command.commandLine(), "A reason must be given.");
    }
    return reason.strip();
  }
}
