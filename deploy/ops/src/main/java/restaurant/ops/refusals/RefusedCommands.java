package restaurant.ops.refusals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.gcp.Settings;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import restaurant.ops.Found;
import restaurant.ops.Output;
import restaurant.ops.Project;

@Command(
    name = "refusals",
    mixinStandardHelpOptions = true,
    description = {
      "Lists refused commands, the last 1,000 at most: when, what, on what, by whom, and why.",
      "In the cloud it asks Cloud Logging, by gcloud, with the rights of whoever is logged in"
          + " (roles/logging.viewer). Of a local run it reads the log, which LOG_FILE names."
    })
public final class RefusedCommands implements Callable<Integer> {

  static final int MOST = 1_000;

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Mixin private Output output;

  @Parameters(
      arity = "0..1",
      paramLabel = "AGGREGATE",
      description = "Only those on this aggregate, by its id.")
  private Optional<String> aggregate = Optional.empty();

  @Option(
      names = "--caller",
      paramLabel = "CALLER",
      description =
          "Only this one's: a token's subject, or the id that is printed here, which of a customer"
              + " is the customer's id.")
  private Optional<String> caller = Optional.empty();

  @Option(names = "--since", description = "Begin there (default: two days ago).")
  private Instant since = Instant.now().minus(Duration.ofDays(2));

  /** How many there are. */
  private record Total(int refused, String since) implements Found {

    @Override
    public String kind() {
      return "refusals";
    }

    @Override
    public String text() {
      return "%d refused commands since %s.".formatted(refused, since);
    }
  }

  @Override
  public Integer call() {
    var found = entries(new RefusalFilter(since, aggregate, caller));
    if (found.isEmpty()) {
      return 1;
    }
    found.get().forEach(entry -> output.tell(new Refusal(entry)));
    output.tell(new Total(found.get().size(), since.toString()));
    return 0;
  }

  /** The oldest first; empty where the log can't be read, which has been said then. */
  private Optional<List<JsonNode>> entries(RefusalFilter filter) {
    var file = Settings.get("LOG_FILE").map(Path::of);
    if (file.isPresent()) {
      mustBeThere(file.get());
      return Optional.of(LocalLog.entries(file.get(), filter));
    }
    if (Settings.get("FIRESTORE_EMULATOR_HOST").isPresent()) {
      throw new ParameterException(
          command.commandLine(),
          "Emulators have no log: LOG_FILE must name that of the local run, as it says itself.");
    }
    return CloudLog.entries(project, filter, command.commandLine().getErr());
  }

  /** A run that ends takes its log with it. */
  private void mustBeThere(Path log) {
    if (!Files.isReadable(log)) {
      throw new ParameterException(
          command.commandLine(), "LOG_FILE is %s, which can't be read.".formatted(log));
    }
    command.commandLine().getErr().println("Log " + log + " of a local run.");
  }
}
