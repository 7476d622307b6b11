package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.zip.ZipInputStream;

/** Cloud Functions: each is a service of Cloud Run beneath, and its source is uploaded. */
public final class Functions {

  private final Map<String, ObjectNode> resources;
  private final Policies policies;
  private final Secrets secrets;
  private final Map<String, List<String>> uploads = new TreeMap<>();

  /** Of which database each trigger hears, by the uid that it had when the trigger was made. */
  private final Map<String, String> triggers = new TreeMap<>();

  Functions(Map<String, ObjectNode> resources, Policies policies, Secrets secrets) {
    this.resources = resources;
    this.policies = policies;
    this.secrets = secrets;
  }

  Functions(Map<String, ObjectNode> resources, Policies policies, Secrets secrets, Functions from) {
    this(resources, policies, secrets);
    uploads.putAll(from.uploads);
    triggers.putAll(from.triggers);
  }

  /** What was in each uploaded zip. */
  public Map<String, List<String>> uploads() {
    return uploads;
  }

  /**
   * The functions whose triggers hear nothing: the database that they were made for is gone, one of
   * the same name is another. docs.cloud.google.com/firestore/native/docs/eventarc
   */
  public List<String> deaf() {
    return triggers.entrySet().stream()
        .filter(
            trigger ->
                resources.entrySet().stream()
                    .filter(it -> it.getKey().matches("firestore/projects/[^/]+/databases/[^/]+"))
                    .noneMatch(it -> it.getValue().path("uid").asText().equals(trigger.getValue())))
        .map(trigger -> trigger.getKey().replaceFirst(".*/", ""))
        .toList();
  }

  boolean isOwn(Call call) {
    return !call.method().equals("GET") || call.last().equals("runtimes");
  }

  Answer answer(Call call) {
    if (call.last().equals("runtimes")) {
      var answer = Call.JSON.createObjectNode();
      var runtimes = answer.putArray("runtimes");
      for (var name : List.of("java17", "java21", "java25")) {
        runtimes.addObject().put("name", name).put("environment", "GEN_2").put("stage", "GA");
      }
      return Answer.of(answer);
    }
    if (call.action().equals("generateUploadUrl")) {
      var object = "source-%d.zip".formatted(uploads.size() + 1);
      uploads.put(object, List.of());
      var answer = Call.JSON.createObjectNode();
      answer.put("uploadUrl", "http://storage.test/v1/" + object);
      answer.putObject("storageSource").put("bucket", "sources").put("object", object);
      return Answer.of(answer);
    }
    if (call.method().equals("DELETE")) {
      if (resources.remove("cloudfunctions/" + call.path()) == null) {
        return Answer.notFound(call.path());
      }
      triggers.remove(call.path());
      policies.forget(call.path().replace("/functions/", "/services/"));
      return Answer.of(operation(call.path(), Call.JSON.createObjectNode()));
    }
    return deploy(call);
  }

  private Answer deploy(Call call) {
    var kind = Kind.of(call, "functions").orElseThrow();
    var refusal = call.parameter("functionId").flatMap(id -> Limits.refusal(kind, call.body(), id));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var name = call.parameter("functionId").map(id -> call.path() + "/" + id).orElseGet(call::path);
    var old = resources.getOrDefault("cloudfunctions/" + name, Call.JSON.createObjectNode());
    if (old.has("name") && call.body().has("eventTrigger") && !old.has("eventTrigger")) {
      // That it may become so is nowhere said; of the first generation it may not.
      return Answer.error(
          400, "INVALID_ARGUMENT", "an HTTP function can't become one with an event trigger");
    }
    if (resources.containsKey("run/" + name.replace("/functions/", "/services/"))) {
      // googleapis/repo-automation-bots, pull request 5581; the status:
      // GoogleCloudPlatform/python-docs-samples, pull request 13134
      return Answer.error(
          409,
          "ALREADY_EXISTS",
          ("Could not create Cloud Run service %s. A Cloud Run service with this name already exists."
                  + " Please redeploy the function with a different name.")
              .formatted(name.replaceFirst(".*/", "")));
    }
    var why = secrets.whyNotOfFunction(call.body().path("serviceConfig"));
    if (why.isPresent()) {
      return Answer.error(400, "INVALID_ARGUMENT", why.get());
    }
    var function = old.deepCopy();
    call.body().properties().forEach(field -> function.set(field.getKey(), field.getValue()));
    function.put("name", name).put("state", "ACTIVE").put("environment", "GEN_2");
    ((ObjectNode) function.get("serviceConfig"))
        .put("service", name.replace("/functions/", "/services/"));
    resources.put("cloudfunctions/" + name, function);
    if (function.has("eventTrigger")) {
      triggers.putIfAbsent(name, uidOf(function));
    }
    return Answer.of(operation(name, function.deepCopy()));
  }

  private String uidOf(ObjectNode function) {
    var project = function.path("name").asText().replaceFirst("/locations/.*", "");
    for (var filter : function.at("/eventTrigger/eventFilters")) {
      if (filter.path("attribute").asText().equals("database")) {
        var database = "firestore/" + project + "/databases/" + filter.path("value").asText();
        return resources.getOrDefault(database, Call.JSON.createObjectNode()).path("uid").asText();
      }
    }
    return "";
  }

  private static ObjectNode operation(String name, ObjectNode response) {
    if (!response.isEmpty()) {
      response.put("@type", "type.googleapis.com/google.cloud.functions.v2.Function");
    }
    return Resources.operation(
        name.replaceFirst("/functions.*", "") + "/operations/done", response);
  }

  Answer upload(Call call) {
    var names = new ArrayList<String>();
    try (var zip = new ZipInputStream(new ByteArrayInputStream(call.request().getBody()))) {
      for (var entry = zip.getNextEntry(); entry != null; entry = zip.getNextEntry()) {
        names.add(entry.getName());
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    uploads.put(call.last(), List.copyOf(names));
    return Answer.empty();
  }
}
