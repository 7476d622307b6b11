package restaurant.bench.figures;

import dev.eventfold.emulators.Emulators;
import dev.eventfold.gcp.pubsub.EventMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import restaurant.bench.baseline.BareStore;
import restaurant.bench.load.Connection;
import restaurant.bench.processes.Cpu;
import restaurant.bench.processes.FunctionProcess;
import restaurant.bench.processes.FunctionProcess.Function;
import restaurant.bench.report.Report;
import restaurant.bench.report.Row;
import restaurant.bench.report.Target;
import restaurant.images.Image;
import restaurant.images.Training;
import restaurant.local.LocalSystem;
import restaurant.local.platform.TriggerMessage;

/**
 * From the start of a process to its first real answer, and the most memory that it had, beside the
 * framework's hello world with Java's own flags. An image has the cache of its {@link Training}.
 */
final class ColdStartFigure implements Figure {

  /** Enough to have the system keep the jars at hand. */
  private static final int WARMING_UP = 3;

  /** The first JDK that keeps what it has loaded and linked, of all classes. */
  private static final int AOT = 25;

  private static final String IN_AN_IMAGE = "in an image";

  @Override
  public String name() {
    return "cold";
  }

  /** How one is started; with what an image has, if there is one. */
  private record Start(Function function, String how, List<String> flags, Optional<Image> image) {

    Start(Function function, String how, List<String> flags) {
      this(function, how, flags, Optional.empty());
    }

    FunctionProcess in(Emulators emulators, String project) {
      return image
          .map(
              it ->
                  FunctionProcess.start(
                      function,
                      it.jars(),
                      Stream.concat(flags.stream(), it.cacheFlags().stream()).toList(),
                      emulators,
                      project))
          .orElseGet(() -> FunctionProcess.start(function, flags, emulators, project));
    }
  }

  /** What one took. */
  private record Took(double millis, double mebibytes) {}

  @Override
  public void measure(Scale scale, Report report) throws Exception {
    var folder = Files.createTempDirectory("bench-");
    var project = LocalSystem.newProject();
    try (var emulators = FunctionProcess.emulators()) {
      topic(emulators, project);
      var starts = starts(folder, report);
      var all = new LinkedHashMap<Start, List<Took>>();
      for (int round = -1; round < scale.rounds(); round++) {
        report.say("cold start: " + (round < 0 ? "warming up" : "round " + (round + 1)));
        for (var start : round < 0 ? starts.subList(0, WARMING_UP) : starts) {
          var took = took(start, emulators, project);
          if (round >= 0) {
            all.computeIfAbsent(start, s -> new ArrayList<>()).add(took);
          }
        }
      }
      add(all, report);
    } finally {
      delete(folder);
    }
  }

  private static void topic(Emulators emulators, String project) {
    try (var topics = FunctionProcess.clients(emulators, project).topics()) {
      topics.createTopic(com.google.pubsub.v1.TopicName.of(project, "menu-events"));
    }
  }

  private static void delete(Path folder) throws IOException {
    try (var files = Files.walk(folder)) {
      for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
        Files.delete(file);
      }
    }
  }

  private static List<Start> starts(Path folder, Report report) throws Exception {
    var hello = Function.HELLO_WORLD;
    var commands = Function.COMMANDS;
    var starts = new ArrayList<Start>();
    starts.add(new Start(hello, "default flags", List.of()));
    starts.add(new Start(hello, "as deployed", FunctionProcess.AS_DEPLOYED));
    starts.add(new Start(commands, "default flags", List.of()));
    var functions = List.of(commands, Function.QUERIES, Function.PUBLISHER, Function.LISTENER);
    functions.forEach(it -> starts.add(new Start(it, "as deployed", FunctionProcess.AS_DEPLOYED)));
    if (Runtime.version().feature() < AOT) {
      report.say("cold start: no images, this is JDK " + Runtime.version().feature());
      return starts;
    }
    report.say("cold start: training");
    var image =
        Training.of(
                List.of("menu"),
                FunctionProcess.services(),
                folder,
                FunctionProcess.AS_DEPLOYED,
                Training.EVENINGS)
            .get("menu");
    functions.forEach(
        it ->
            starts.add(
                new Start(it, IN_AN_IMAGE, FunctionProcess.AS_DEPLOYED, Optional.of(image))));
    return starts;
  }

  private static Took took(Start start, Emulators emulators, String project) throws Exception {
    try (var process = start.in(emulators, project)) {
      process.awaitUp();
      ask(start.function(), process);
      double millis = (System.nanoTime() - process.startNanos()) / 1e6;
      return new Took(millis, Cpu.peakMebibytes(process.process()));
    }
  }

  /** The least that the function is there for. */
  private static void ask(Function function, FunctionProcess process) throws IOException {
    var to = process.requests();
    var event = BareStore.event(UUID.randomUUID().toString(), 1, "menuItemAdded");
    try (var connection = new Connection(process.uri())) {
      var answer =
          switch (function.name()) {
            case "menu-commands" -> connection.send(to.add("cook"));
            case "menu-queries" -> connection.send(to.get("cook", "/menu/items"));
            case "menu-items" ->
                connection.send(
                    to.post(
                        "/",
                        "bus",
                        new String(
                            EventMessage.push("menu-items", event), StandardCharsets.UTF_8)));
            case "menu-publisher" -> connection.send(trigger(process, event));
            default -> connection.send(to.get("cook", "/"));
          };
      if (answer.status() / 100 != 2) {
        throw new IllegalStateException(
            "%s: %s %s"
                .formatted(function.name(), answer.head(), Files.readString(process.output())));
      }
    }
  }

  private static byte[] trigger(FunctionProcess process, dev.eventfold.events.RecordedEvent event) {
    var message = TriggerMessage.of("bench", event);
    var head =
        new StringBuilder("POST / HTTP/1.1\r\nHost: " + process.uri().getAuthority() + "\r\n");
    message.headers().forEach((name, value) -> head.append(name + ": " + value + "\r\n"));
    head.append("Content-Type: application/protobuf\r\nContent-Length: ")
        .append(message.body().length)
        .append("\r\n\r\n");
    var start = head.toString().getBytes(StandardCharsets.ISO_8859_1);
    var all = java.util.Arrays.copyOf(start, start.length + message.body().length);
    System.arraycopy(message.body(), 0, all, start.length, message.body().length);
    return all;
  }

  private void add(Map<Start, List<Took>> all, Report report) {
    var baseline = all.entrySet().iterator().next().getValue();
    var millis = baseline.stream().map(Took::millis).toList();
    var memory = baseline.stream().map(Took::mebibytes).toList();
    all.forEach(
        (start, took) -> {
          boolean isGoal =
              start.function().equals(Function.COMMANDS) && start.how().equals(IN_AN_IMAGE);
          report.add(
              Row.ratio(
                  name(),
                  "cold start, %s, %s".formatted(start.function().name(), start.how()),
                  "ms",
                  took.stream().map(Took::millis).toList(),
                  millis,
                  isGoal ? Target.atMost(1) : Target.NONE));
        });
    all.forEach(
        (start, took) ->
            report.add(
                Row.ratio(
                    name(),
                    "peak memory, %s, %s".formatted(start.function().name(), start.how()),
                    "MiB",
                    took.stream().map(Took::mebibytes).toList(),
                    memory,
                    Target.NONE)));
  }
}
