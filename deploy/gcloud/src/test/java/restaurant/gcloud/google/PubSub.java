package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.emulators.SharedEmulators;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The emulator answers for topics and subscriptions; it knows no rights, those are kept here. */
public final class PubSub {

  /** The scripts' project, in the emulator: there may be another of that name. */
  private final String own = "projects/" + SharedEmulators.newProject() + "/";

  private static final String SCRIPTS = "projects/demo/";

  private final HttpClient client = HttpClient.newHttpClient();
  private final String address;

  PubSub(String address) {
    this.address = address;
  }

  /** Topics and subscriptions of the same names, which hold nothing. */
  PubSub(PubSub from) {
    this(from.address);
    for (var kind : List.of("topics", "subscriptions")) {
      for (var each : from.list("demo", kind)) {
        var answer = send("PUT", each.path("name").asText(), each.toString());
        if (answer.status() != 200) {
          throw new AssertionError(answer.toString());
        }
      }
    }
  }

  Answer answer(Call call, Policies policies) {
    var query = URI.create(call.request().getAbsoluteUrl()).getRawQuery();
    var action = call.action().isEmpty() ? "" : ":" + call.action();
    var body = call.request().getBody();
    var answer =
        send(
            call.method(),
            call.path() + action + (query == null ? "" : "?" + query),
            body == null ? "" : new String(body, StandardCharsets.UTF_8));
    if (call.method().equals("DELETE") && answer.status() == 200) {
      policies.forget(call.path());
    }
    return answer;
  }

  private Answer send(String method, String path, String body) {
    var request =
        HttpRequest.newBuilder(
                URI.create("http://" + address + "/v1/" + path.replace(SCRIPTS, own)))
            .header("Content-Type", "application/json")
            .method(method, BodyPublishers.ofString(body.replace(SCRIPTS, own)))
            .build();
    try {
      var response = client.send(request, BodyHandlers.ofString());
      return new Answer(
          response.statusCode(),
          (ObjectNode) Call.JSON.readTree(response.body().replace(own, SCRIPTS)));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  /** Leads what a subscription pushes to other collections, as a rebuild does. */
  public void lead(String subscription, String collections) {
    var push = (ObjectNode) send("GET", subscription, "").body().path("pushConfig");
    push.put("pushEndpoint", push.path("pushEndpoint").asText() + "?into=" + collections);
    var body = Call.JSON.createObjectNode().set("pushConfig", push);
    var answer = send("POST", subscription + ":modifyPushConfig", body.toString());
    if (answer.status() != 200) {
      throw new AssertionError(answer.toString());
    }
  }

  /** The topics or subscriptions of a project. */
  public JsonNode list(String project, String kind) {
    return send("GET", "projects/" + project + "/" + kind + "?pageSize=1000", "").body().path(kind);
  }
}
