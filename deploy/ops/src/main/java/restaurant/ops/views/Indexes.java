package restaurant.ops.views;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.auth.oauth2.GoogleCredentials;
import dev.eventfold.json.Json;
import dev.eventfold.store.TransientFailure;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * The indexes of a database, as Firestore lists them. Emulators have none and need none.
 *
 * @see <a href="https://cloud.google.com/firestore/docs/reference/rest">the API</a>
 */
final class Indexes {

  private static final Duration TIMEOUT = Duration.ofSeconds(20);

  /** Says who asks. */
  interface Credentials {
    Map<String, List<String>> headers() throws IOException;
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final String database;
  private final Credentials credentials;

  /**
   * @param api where Firestore is
   */
  Indexes(URI api, String project, String database, Credentials credentials) {
    this.database = "%s/v1/projects/%s/databases/%s".formatted(api, project, database);
    this.credentials = credentials;
  }

  /** In the cloud, as whoever runs this. */
  static Indexes inTheCloud(String project, String database) {
    return new Indexes(
        URI.create("https://firestore.googleapis.com"),
        project,
        database,
        () ->
            GoogleCredentials.getApplicationDefault()
                .createScoped("https://www.googleapis.com/auth/cloud-platform")
                .getRequestMetadata());
  }

  /** Which indexes of a collection another has not got, or not ready: "status up, total down". */
  Set<String> missing(String of, String in) {
    var missing = new TreeSet<>(ready(of));
    missing.removeAll(ready(in));
    return missing;
  }

  private Set<String> ready(String collection) {
    var group = "/collectionGroups/" + encoded(collection);
    var indexes = new ArrayList<>(list(group + "/indexes?", "indexes"));
    var own = encoded("indexConfig.usesAncestorConfig:false");
    for (var field : list(group + "/fields?filter=" + own + "&", "fields")) {
      field.path("indexConfig").path("indexes").forEach(indexes::add);
    }
    var ready = new TreeSet<String>();
    for (var index : indexes) {
      if (index.path("state").asText().equals("READY")) {
        ready.add(described(index));
      }
    }
    return ready;
  }

  private static String described(JsonNode index) {
    var fields = new ArrayList<String>();
    for (var field : index.path("fields")) {
      fields.add(
          field.path("fieldPath").asText()
              + (field.path("order").asText().equals("DESCENDING") ? " down" : " up"));
    }
    return String.join(", ", fields);
  }

  private List<JsonNode> list(String path, String what) {
    var all = new ArrayList<JsonNode>();
    var page = "";
    do {
      var answer = get(path + "pageSize=100&pageToken=" + encoded(page));
      answer.path(what).forEach(all::add);
      page = answer.path("nextPageToken").asText();
    } while (!page.isEmpty());
    return all;
  }

  private JsonNode get(String path) {
    try {
      var request = HttpRequest.newBuilder(URI.create(database + path)).timeout(TIMEOUT);
      credentials
          .headers()
          .forEach((name, values) -> values.forEach(value -> request.header(name, value)));
      var answer = http.send(request.build(), BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new TransientFailure(
            "Firestore does not list its indexes: %d %s"
                .formatted(answer.statusCode(), answer.body().strip()),
            null);
      }
      return Json.parse(answer.body());
    } catch (IOException e) {
      throw new TransientFailure("Firestore does not list its indexes", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted", e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
