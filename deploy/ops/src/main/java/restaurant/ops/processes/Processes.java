package restaurant.ops.processes;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "processes",
    mixinStandardHelpOptions = true,
    description = {
      "What services do because of events: what waits for its time, and what the outside was asked"
          + " for and has not answered.",
      "What is UNKNOWN may have happened or not, and is not asked again: a person must find out, at"
          + " the provider, by the id, which is the idempotency key."
    },
    subcommands = {ListProcesses.class, Retry.class, Resolve.class, Abandon.class})
public final class Processes implements Runnable {

  @Spec private CommandSpec command;

  @Override
  public void run() {
    throw new ParameterException(
        command.commandLine(), "processes needs list, retry, resolve or abandon.");
  }
}
