package restaurant.ops;

import picocli.AutoComplete;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    description = {
      "Prints a script by which bash and zsh complete commands and options.",
      "To use it: source <(deploy/ops/ops completion)"
    })
final class Completion implements Runnable {

  @Spec private CommandSpec command;

  @Override
  public void run() {
    var ops = command.root().commandLine();
    var out = command.commandLine().getOut();
    out.println(AutoComplete.bash(ops.getCommandName(), ops));
    out.flush();
  }
}
