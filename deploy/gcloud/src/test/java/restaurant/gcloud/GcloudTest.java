package restaurant.gcloud;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The gcloud that is loaded once does what the installed one does. */
@Needs(Needs.Tool.GCLOUD)
@Tag("campaign")
class GcloudTest {

  @TempDir static Path folder;

  /** What came of a command. */
  private record Result(int status, String out, String err) {}

  private static Result run(Gcloud gcloud, String project, List<String> words) throws Exception {
    var command = new ArrayList<>(List.of("env", "gcloud"));
    command.addAll(words);
    var out = folder.resolve("out");
    var err = folder.resolve("err");
    var builder =
        new ProcessBuilder(command).redirectOutput(out.toFile()).redirectError(err.toFile());
    builder.environment().put("PATH", gcloud.path());
    builder.environment().put("CLOUDSDK_CONFIG", folder.resolve("config").toString());
    builder.environment().put("CLOUDSDK_CORE_PROJECT", project);
    builder.environment().put("CLOUDSDK_AUTH_DISABLE_CREDENTIALS", "true");
    builder.environment().put("CLOUDSDK_COMPONENT_MANAGER_DISABLE_UPDATE_CHECK", "true");
    var process = builder.start();
    try (var in = process.getOutputStream()) {
      in.write("n\n".getBytes(UTF_8));
    } catch (IOException e) {
      // It asks nothing, and has ended.
    }
    assertTrue(process.waitFor(2, TimeUnit.MINUTES));
    // Where an object is in memory is another in every process.
    var said = Files.readString(err).replaceAll("0x[0-9a-f]+", "0x…");
    return new Result(process.exitValue(), Files.readString(out), said);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "version",
        "config get project",
        "pubsub topics create",
        "pubsub topics create orders --no-such-flag",
        "pubsub topics list --limit=many",
        "functions deploy menu --gen2 --retry --no-such-flag",
        "projects delete somebodys",
        "no such command",
      })
  void doesTheSame(String command) throws Exception {
    for (var project : List.of("demo", "another")) {
      var words = List.of(command.split(" "));
      assertEquals(run(Gcloud.plain(), project, words), run(Gcloud.loaded(), project, words));
    }
  }
}
