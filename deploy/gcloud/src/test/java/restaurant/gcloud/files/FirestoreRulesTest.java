package restaurant.gcloud.files;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.eventfold.emulators.SharedEmulators;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * The rules, loaded by the emulator: functions come in as administrators, everybody else stays out.
 */
class FirestoreRulesTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static final String PROJECT = SharedEmulators.newProject();
  private static final String ADMIN = "Bearer owner";

  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  static void load() throws Exception {
    var rules = JSON.createObjectNode();
    var file = rules.putObject("rules").putArray("files").addObject();
    file.put("name", "firestore.rules");
    file.put("content", Files.readString(Path.of("firestore/firestore.rules")));
    for (var database : new String[] {"eventstore", "views"}) {
      var request =
          HttpRequest.newBuilder(
                  URI.create(
                      "http://%s/emulator/v1/projects/%s/databases/%s:securityRules"
                          .formatted(SharedEmulators.get().firestore(), PROJECT, database)))
              .header("Content-Type", "application/json")
              .PUT(BodyPublishers.ofString(rules.toString()))
              .build();
      var loaded = HttpClient.newHttpClient().send(request, BodyHandlers.ofString());
      assertEquals(200, loaded.statusCode(), loaded.body());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"eventstore/documents/menu-events", "views/documents/menu-items"})
  void aClientCanNeitherReadNorWrite(String collection) throws Exception {
    assertEquals(200, write(collection + "?documentId=there", ADMIN));
    assertEquals(200, read(collection + "/there", ADMIN));

    for (var who : new String[] {"", signedIn()}) {
      assertEquals(403, read(collection + "/there", who));
      assertEquals(403, read(collection, who));
      assertEquals(403, write(collection + "?documentId=new-" + who.length(), who));
      assertEquals(403, send("DELETE", collection + "/there", "", who));
    }
  }

  @Test
  void theAdministratorIsNotStoppedByTheRules() throws Exception {
    assertEquals(200, write("views/documents/orders?documentId=one", ADMIN));
  }

  /** A user's token as Firebase makes them; the emulator takes it without a signature. */
  private static String signedIn() {
    var header = base64("{\"alg\":\"none\",\"typ\":\"JWT\"}");
    var claims =
        base64(
            "{\"sub\":\"alice\",\"user_id\":\"alice\",\"aud\":\"%s\",\"iss\":\"https://securetoken.google.com/%s\"}"
                .formatted(PROJECT, PROJECT));
    return "Bearer " + header + "." + claims + ".";
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  private int read(String path, String authorization) throws Exception {
    return send("GET", path, "", authorization);
  }

  private int write(String path, String authorization) throws Exception {
    return send("POST", path, "{\"fields\":{\"body\":{\"stringValue\":\"x\"}}}", authorization);
  }

  private int send(String method, String path, String body, String authorization) throws Exception {
    var request =
        HttpRequest.newBuilder(
                URI.create(
                    "http://%s/v1/projects/%s/databases/%s"
                        .formatted(SharedEmulators.get().firestore(), PROJECT, path)))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body));
    if (!authorization.isEmpty()) {
      request.header("Authorization", authorization);
    }
    return client.send(request.build(), BodyHandlers.ofString()).statusCode();
  }
}
