package dev.eventfold.emulators;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;

/**
 * The first write and the first query of a Firestore emulator take seconds on a busy machine, in
 * which it loads what it is made of: longer than any caller waits. So nobody calls before these are
 * done.
 */
final class FirstCall {

  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final String DATABASE = "projects/first-call/databases/(default)";

  private static final String WRITE =
      "{\"writes\":[{\"update\":{\"name\":\"%s/documents/first/call\"}}]}".formatted(DATABASE);

  private static final String QUERY =
      "{\"structuredQuery\":{\"from\":[{\"collectionId\":\"first\"}],\"limit\":1}}";

  private FirstCall() {}

  /** Makes them; whatever comes of it, others may try. */
  static void to(String firestore) {
    try (var client = HttpClient.newHttpClient()) {
      post(client, firestore, "commit", WRITE);
      post(client, firestore, "runQuery", QUERY);
    } catch (IOException e) {
      // Whoever calls next will say what is wrong.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static void post(HttpClient client, String firestore, String method, String body)
      throws IOException, InterruptedException {
    var uri = "http://%s/v1/%s/documents:%s".formatted(firestore, DATABASE, method);
    client.send(
        HttpRequest.newBuilder(URI.create(uri.replace("(", "%28").replace(")", "%29")))
            .timeout(PATIENCE)
            .header("Authorization", "Bearer owner")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body))
            .build(),
        BodyHandlers.discarding());
  }
}
