package restaurant.local.documents;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Where somebody types what documents say, in a checkout and beside a running system. */
final class Shell {

  /** A status that is no success fails; nothing takes forever. */
  private static final String CURL =
      "curl() { command curl --fail-with-body --max-time 60 \"$@\"; }";

  private static final String THEIRS = "localhost:8080";

  private final Path folder;
  private final String ours;
  private final List<String> settings = new ArrayList<>();

  Shell(Path folder, URI system) throws IOException {
    this.folder = folder;
    this.ours = system.getAuthority();
    Files.createSymbolicLink(folder.resolve("deploy"), Repository.ROOT.resolve("deploy"));
  }

  String type(String command) throws IOException, InterruptedException {
    var line = command.replace(THEIRS, ours);
    var script = new ArrayList<>(List.of(CURL));
    script.addAll(settings);
    script.add(line);
    var bash =
        new ProcessBuilder("bash", "-c", String.join("\n", script))
            .directory(folder.toFile())
            .redirectErrorStream(true)
            .start();
    try {
      if (isStream(command)) {
        return firstMessage(bash);
      }
      var printed = new String(bash.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      assertTrue(bash.waitFor(60, TimeUnit.SECONDS), command);
      assertEquals(0, bash.exitValue(), () -> command + " prints\n" + printed);
      if (line.matches("[A-Z]+=.*")) {
        settings.add(line);
      }
      return printed;
    } finally {
      bash.descendants().forEach(ProcessHandle::destroyForcibly);
      bash.destroyForcibly();
    }
  }

  private static boolean isStream(String command) {
    return Words.of(command).contains("-sN");
  }

  /** It goes on until somebody ends it. */
  private static String firstMessage(Process bash) throws IOException {
    var reader =
        new BufferedReader(new InputStreamReader(bash.getInputStream(), StandardCharsets.UTF_8));
    var message = new StringBuilder();
    for (var line = reader.readLine(); line != null; line = reader.readLine()) {
      message.append(line).append('\n');
      if (line.startsWith("data:")) {
        return message.toString();
      }
    }
    throw new AssertionError("the stream ends without a message:\n" + message);
  }
}
