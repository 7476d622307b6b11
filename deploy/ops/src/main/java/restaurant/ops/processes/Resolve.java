package restaurant.ops.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Outcome;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "resolve",
    mixinStandardHelpOptions = true,
    description = {
      "Tells the stream what became of what the outside was asked for, as you have found out there.",
      "Whatever has been answered meanwhile counts; then it says so, and exits with 1.",
      "Waits for whoever is asking just now: refused until their lease is over."
    })
final class Resolve implements Callable<Integer> {

  @Mixin private Person person;

  @Spec private CommandSpec command;

  @ArgGroup(multiplicity = "1")
  private Found found;

  /** What the person has found out. */
  static final class Found {

    @Option(
        names = "--done",
        paramLabel = "JSON",
        required = true,
        description = "It has happened, and this is the provider's answer, an object.")
    private Optional<String> done = Optional.empty();

    @Option(
        names = "--refused",
        paramLabel = "REASON",
        required = true,
        description = "It has not happened and will not.")
    private Optional<String> refused = Optional.empty();
  }

  @Override
  public Integer call() {
    return person.settles(
        found
            .refused
            .<Outcome>map(reason -> new Outcome.Refused(Abandon.words(reason, command)))
            .orElseGet(() -> new Outcome.Done(answer(found.done.orElseThrow()))));
  }

  private JsonNode answer(String text) {
    try {
      var answer = Json.parse(text);
      if (answer.isObject()) {
        return answer;
      }
    } catch (IllegalArgumentException e) {
      // Said below.
    }
    throw new ParameterException(
        command.commandLine(), "--done must be a JSON object, as the provider answers it.");
  }
}
