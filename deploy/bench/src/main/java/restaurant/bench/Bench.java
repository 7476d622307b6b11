package restaurant.bench;

import dev.eventfold.gcp.Settings;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import restaurant.bench.figures.Deployed;
import restaurant.bench.figures.Figure;
import restaurant.bench.figures.Scale;
import restaurant.bench.report.EarlierRun;
import restaurant.bench.report.Report;
import restaurant.local.Run;

/** {@code mvn -q -Pbench}: how fast the system is and what it costs, beside baselines. */
@Command(
    name = "bench",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = "Measures the system on the emulators, each figure beside a baseline.")
final class Bench implements Callable<Integer> {

  @Spec private CommandSpec command;

  @Option(
      names = "--only",
      split = ",",
      paramLabel = "NAME",
      description =
          "Of the figures, these alone: fold, memory, commands, growth, system, modify, latency, cold.")
  private List<String> only = List.of();

  @Option(names = "--quick", description = "A look: fewer and shorter rounds.")
  private boolean quick;

  @Option(names = "--long", description = "With what takes more than ten minutes.")
  private boolean isLong;

  @Option(names = "--profile", description = "Print what the processor time goes to.")
  private boolean profile;

  @Option(
      names = "--url",
      description =
          "Measure the system that runs there instead, through its public API. It takes commands,"
              + " whose events stay for ever.")
  private Optional<URI> url;

  @Option(names = "--token", description = "With --url: of somebody on the staff.")
  private Optional<String> token;

  @Option(
      names = "--rate",
      defaultValue = "10",
      description = "With --url: requests a second, at most (default ${DEFAULT-VALUE}).")
  private double rate;

  @Option(
      names = "--seconds",
      defaultValue = "20",
      description =
          "With --url: for each of the four kinds of request, at most (default ${DEFAULT-VALUE}).")
  private int seconds;

  @Option(
      names = "--folder",
      defaultValue = "target/bench",
      description = "Where files go (default ${DEFAULT-VALUE}).")
  private Path folder;

  @Option(
      names = "--against",
      paramLabel = "FILE",
      description = "Say which figures lie apart from those of an earlier run, of its bench.json.")
  private Optional<Path> against;

  public static void main(String[] args) {
    Run.endWithParent();
    Logger.getLogger("").setLevel(Level.OFF);
    System.exit(new CommandLine(new Bench()).execute(args));
  }

  private EarlierRun earlier(Path file) {
    try {
      return EarlierRun.read(file);
    } catch (IOException | RuntimeException e) {
      throw new ParameterException(
          command.commandLine(), "--against takes the bench.json of an earlier run: " + e);
    }
  }

  @Override
  public Integer call() throws Exception {
    var report = new Report(System.out, folder, against.map(this::earlier));
    if (url.isPresent()) {
      var given = token.or(() -> Settings.get("RESTAURANT_TOKEN")).orElse("");
      new Deployed(url.get(), given, rate, seconds).measure(report);
      report.finish();
      return 0;
    }
    var names = Figure.all().stream().map(Figure::name).toList();
    if (!names.containsAll(only)) {
      throw new ParameterException(
          command.commandLine(), "--only takes " + String.join(", ", names) + ".");
    }
    var scale = new Scale(quick, isLong);
    int failed = 0;
    for (var figure : Figure.all()) {
      if (only.isEmpty() || only.contains(figure.name())) {
        try {
          figure.measure(scale, report);
        } catch (Exception e) {
          // What the others show is worth having.
          failed++;
          report.say(figure.name() + " failed: " + e);
        }
      }
    }
    report.finish();
    var profiled = report.folder().resolve("profile.md");
    if (profile && Files.exists(profiled)) {
      System.out.println(Files.readString(profiled));
    }
    return failed == 0 ? 0 : 1;
  }
}
