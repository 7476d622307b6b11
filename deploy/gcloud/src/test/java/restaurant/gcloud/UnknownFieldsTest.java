package restaurant.gcloud;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.emulators.Needs;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A field that Google does not know is found, wherever it is. */
@Needs(Needs.Tool.GCLOUD)
class UnknownFieldsTest {

  private static final ObjectMapper JSON = new ObjectMapper();

  private static ObjectNode file(String name) throws IOException {
    return (ObjectNode) JSON.readTree(Path.of("monitoring", name).toFile());
  }

  private static JsonNode request(String api, String method, String path, JsonNode body) {
    var request = JSON.createObjectNode().put("api", api).put("method", method).put("path", path);
    return request.put("body", body.toString());
  }

  private static List<String> unknown(JsonNode... requests) {
    return UnknownFields.of(List.of(requests));
  }

  @Test
  void ofAnAlert() throws IOException {
    var path = "v3/projects/demo/alertPolicies";
    var alert = file("alerts/lag.json");
    assertEquals(List.of(), unknown(request("monitoring", "POST", path, alert)));
    ((ObjectNode) alert.at("/conditions/0/conditionThreshold")).put("treshold", 1);
    assertEquals(
        List.of("POST monitoring " + path + ": conditions.conditionThreshold.treshold"),
        unknown(request("monitoring", "POST", path, alert)));
  }

  @Test
  void ofADashboard() throws IOException {
    var path = "v1/projects/demo/dashboards";
    var dashboard = file("dashboard.json");
    assertEquals(List.of(), unknown(request("monitoring", "POST", path, dashboard)));
    ((ObjectNode) dashboard.at("/mosaicLayout/tiles/0/widget")).put("titel", "a");
    assertEquals(
        List.of("POST monitoring " + path + ": mosaicLayout.tiles.widget.titel"),
        unknown(request("monitoring", "POST", path, dashboard)));
  }

  /** The SDK has no classes for these. */
  @Test
  void ofRules() {
    var path = "v1/projects/demo/rulesets";
    var body = JSON.createObjectNode();
    body.putObject("source").putArray("files").addObject().put("content", "").put("nam", "a");
    assertEquals(
        List.of("POST firebaserules " + path + ": source.files.nam"),
        unknown(request("firebaserules", "POST", path, body)));
  }

  @Test
  void ofAnEnumAndATypeAndAMethod() {
    var topic = JSON.createObjectNode().put("messageRetentionDuration", 5);
    var database = JSON.createObjectNode().put("type", "FIRESTORE_NATIV");
    var paths =
        Stream.of("projects/demo/topics/a", "projects/demo/databases", "projects/demo/none")
            .map(path -> "v1/" + path)
            .toList();
    var problems =
        unknown(
            request("pubsub", "PUT", paths.get(0), topic),
            request("firestore", "POST", paths.get(1), database),
            request("firestore", "POST", paths.get(2), database));
    assertEquals(3, problems.size(), problems.toString());
    assertEquals("POST firestore v1/projects/demo/databases: type", problems.get(1));
    assertEquals("POST firestore v1/projects/demo/none: the method", problems.get(2));
  }
}
