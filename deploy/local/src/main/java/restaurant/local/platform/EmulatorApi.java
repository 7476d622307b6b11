package restaurant.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import restaurant.local.functions.StartFailed;

/**
 * What a Firestore emulator can do that Firestore can't.
 *
 * @param address {@code host:port}
 */
public record EmulatorApi(String address, String project) {

  /** What an export is called: its folder in the one that it is written to. */
  private static final String EXPORT = "documents";

  private static final String METADATA = EXPORT + "/" + EXPORT + ".overall_export_metadata";

  /** Has the new documents of a collection posted to the address that it was started with. */
  void trigger(String id, JsonNode trigger) {
    post("/eventarcTrigger?eventarcTriggerId=" + id, trigger);
  }

  /**
   * Writes all documents of a database.
   *
   * @param folder an existing one
   */
  public void exportTo(Path folder, String database) {
    post(
        ":export",
        Json.TOLERANT
            .createObjectNode()
            .put("database", name(database))
            .put("export_directory", folder.toAbsolutePath().toString())
            .put("export_name", EXPORT));
  }

  /** Adds the documents that were exported to a folder. No trigger fires for them. */
  void importFrom(Path folder, String database) {
    post(
        ":import",
        Json.TOLERANT
            .createObjectNode()
            .put("database", name(database))
            .put("export_directory", folder.resolve(METADATA).toAbsolutePath().toString()));
  }

  private String name(String database) {
    return "projects/%s/databases/%s".formatted(project, database);
  }

  private void post(String method, JsonNode body) {
    var uri = "http://%s/emulator/v1/projects/%s%s".formatted(address, project, method);
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Authorization", "Bearer owner")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.text(body)))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new StartFailed(
            "The Firestore emulator refuses %s: %s"
                .formatted(method, answer.body().strip().replaceAll("\\s*\n\\s*", " ")));
      }
    } catch (IOException e) {
      throw new StartFailed("The Firestore emulator does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailed("interrupted", e);
    }
  }
}
