package restaurant.local.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import restaurant.local.LocalSystem;
import restaurant.local.gateway.Tokens;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;
import restaurant.ops.Ops;

/**
 * A newcomer types what the documents say, from the first to the last, beside one running system.
 * What would start a build or change a project at Google is not executed: what it names must be
 * there.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class DocumentsTest {

  private static final int SECONDS_UNTIL_A_VIEW_SHOWS_IT = 30;

  private final List<Step> steps = new ArrayList<>();
  private LocalSystem system;

  @BeforeAll
  void start() throws Exception {
    for (var document : documents()) {
      steps.addAll(Step.of(document));
    }
    system =
        LocalSystem.start(
            new LocalSystem.Options(
                Platform.Choice.MEMORY,
                0,
                false,
                Deliveries.Manner.GOOD,
                Optional.of(Tokens.make()),
                true));
  }

  @AfterAll
  void stop() {
    if (system != null) {
      system.close();
    }
  }

  /** The console's comes last: it turns chaos on. */
  private static List<Path> documents() {
    var all = new ArrayList<Path>();
    for (var path : List.of("README.md", "CONTRIBUTING.md", "deploy/docs/CLAIMS.md")) {
      all.add(Repository.ROOT.resolve(path));
    }
    all.addAll(Repository.guides());
    all.add(Repository.ROOT.resolve("deploy/console/README.md"));
    return all;
  }

  private Stream<Step> steps(Kind kind) {
    return steps.stream().filter(step -> step.kind() == kind);
  }

  @Test
  void everyBlockIsSomethingThatATestKnows() {
    assertEquals(List.of(), steps(Kind.UNKNOWN).toList());
    for (var kind : List.of(Kind.EXECUTED, Kind.MAVEN, Kind.SCRIPT)) {
      assertTrue(steps(kind).count() > 2, () -> kind + " is hardly found: " + steps);
    }
  }

  @Needs(Needs.Tool.CURL)
  @TestFactory
  Stream<DynamicTest> whatIsTypedIsAnswered(@TempDir Path folder) throws IOException {
    var shell = new Shell(folder, system.uri());
    var answer = new Answer();
    return steps(Kind.EXECUTED)
        .map(step -> DynamicTest.dynamicTest(step.toString(), () -> type(step, shell, answer)));
  }

  private static void type(Step step, Shell shell, Answer answer) throws Exception {
    var command = answer.translated(step.command());
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(SECONDS_UNTIL_A_VIEW_SHOWS_IT);
    while (true) {
      var printed = shell.type(command);
      var difference = step.answer().map(said -> answer.difference(said, printed)).orElse("");
      if (difference.isEmpty()) {
        return;
      }
      boolean isQuestion = !command.contains(" -d ");
      assertTrue(isQuestion && System.nanoTime() < end, () -> step + ": " + difference);
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
    }
  }

  @TestFactory
  Stream<DynamicTest> whatMavenIsToldIsThere() throws IOException {
    var maven = new MavenCommand(new Repository());
    return steps(Kind.MAVEN)
        .map(step -> DynamicTest.dynamicTest(step.toString(), () -> maven.check(step.command())));
  }

  @TestFactory
  Stream<DynamicTest> scriptsKnowTheirOptions() {
    return steps(Kind.SCRIPT)
        .map(
            step ->
                DynamicTest.dynamicTest(
                    step.toString(),
                    () -> {
                      var words = Words.of(step.command());
                      if (words.getFirst().equals("deploy/ops/ops")) {
                        var arguments = words.subList(1, words.size()).toArray(String[]::new);
                        Ops.commandLine().parseArgs(arguments);
                      } else {
                        var script = Files.readString(Repository.ROOT.resolve(words.getFirst()));
                        assertKnown(options(words), script);
                      }
                    }));
  }

  @Needs(Needs.Tool.GCLOUD)
  @TestFactory
  Stream<DynamicTest> gcloudKnowsItsOptions() {
    return steps(Kind.GCLOUD)
        .map(step -> DynamicTest.dynamicTest(step.toString(), () -> assertKnownToGcloud(step)));
  }

  private static void assertKnownToGcloud(Step step) throws Exception {
    var words = Words.of(step.command());
    var help = new ArrayList<String>();
    words.stream().takeWhile(it -> it.matches("[a-z-]+") && !it.startsWith("-")).forEach(help::add);
    help.add("--help");
    var gcloud = new ProcessBuilder(help).redirectErrorStream(true).start();
    var printed = new String(gcloud.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    assertEquals(0, gcloud.waitFor(), printed);
    assertKnown(options(words), printed);
  }

  private static List<String> options(List<String> words) {
    return words.stream()
        .filter(it -> it.startsWith("--"))
        .map(it -> it.replaceAll("=.*", ""))
        .toList();
  }

  private static void assertKnown(List<String> options, String text) {
    for (var option : options) {
      assertTrue(text.contains(option), () -> option + " is unknown to\n" + text);
    }
  }
}
