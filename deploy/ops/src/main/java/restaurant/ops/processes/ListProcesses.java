package restaurant.ops.processes;

import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import restaurant.ops.Output;
import restaurant.ops.Project;

@Command(
    name = "list",
    mixinStandardHelpOptions = true,
    description = {
      "Lists what each process waits for: deadlines, and claims, which say what the outside was asked"
          + " for. What needs a person comes first, and is marked with !",
      "Exit code 1 says that a person is needed: for an outcome that nobody knows, a claim that has had"
          + " no answer for more than an hour, or a deadline that is late by more than ten minutes.",
      "Reads at most 1,000 claims of each state, and 1,000 deadlines, of each service."
    })
final class ListProcesses implements Callable<Integer> {

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Mixin private Output output;

  @Parameters(
      arity = "0..1",
      paramLabel = "SERVICE",
      description = "Only this service, as in deploy/functions.txt.")
  private Optional<String> service = Optional.empty();

  @Option(
      names = "--most",
      paramLabel = "N",
      defaultValue = "20",
      description = "Lines of each kind and service (default ${DEFAULT-VALUE}).")
  private int most;

  @Override
  public Integer call() {
    if (most < 0) {
      throw new ParameterException(command.commandLine(), "--most must not be negative.");
    }
    var backend = project.backend();
    var all = RunningProcess.all(backend);
    var wanted =
        all.stream().filter(it -> service.isEmpty() || service.get().equals(it.service())).toList();
    if (wanted.isEmpty()) {
      throw new ParameterException(
          command.commandLine(),
          "SERVICE must be one of %s."
              .formatted(String.join(", ", all.stream().map(RunningProcess::service).toList())));
    }
    boolean needsNobody = new Overview(wanted, backend.clock(), most, output::tell).tell();
    output.say(
        needsNobody
            ? "Nothing needs a person."
            : "What is marked with ! needs a person: see processes --help.");
    return needsNobody ? 0 : 1;
  }
}
