package restaurant.ops.refusals;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import restaurant.ops.Project;
import restaurant.system.Restaurant;

/** Cloud Logging, as gcloud reads it: no client library for one command of an operator. */
final class CloudLog {

  private CloudLog() {}

  /**
   * The oldest first; empty where gcloud is not there or fails.
   *
   * @param say says the command, for a shell, and what went wrong
   */
  static Optional<List<JsonNode>> entries(Project project, RefusalFilter filter, PrintWriter say) {
    var command =
        List.of(
            "gcloud",
            "logging",
            "read",
            filter.query(functions(project)),
            "--project=" + project.id(),
            "--order=desc",
            "--limit=" + RefusedCommands.MOST,
            "--format=json");
    say.println(command.stream().map(CloudLog::quoted).collect(Collectors.joining(" ")));
    say.flush();
    try {
      var gcloud =
          new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT).start();
      gcloud.getOutputStream().close();
      var text = new String(gcloud.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      int status = gcloud.waitFor();
      if (status != 0) {
        say.println("gcloud ended with status " + status + ".");
        return Optional.empty();
      }
      var entries = new ArrayList<JsonNode>();
      Json.parse(text).forEach(entries::addFirst);
      return Optional.of(entries);
    } catch (IOException e) {
      say.println("gcloud can't be run here: run this where it can, in Cloud Shell for example.");
      return Optional.empty();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted", e);
    }
  }

  /** All, because each kind of function may refuse a command. */
  private static List<String> functions(Project project) {
    return Restaurant.SYSTEM.functions().stream()
        .map(function -> project.named(function.name()))
        .toList();
  }

  private static String quoted(String word) {
    return word.matches("[A-Za-z0-9=_.-]+") ? word : "'" + word.replace("'", "'\\''") + "'";
  }
}
