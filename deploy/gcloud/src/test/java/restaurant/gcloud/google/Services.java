package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * Cloud Run: services that were deployed from images, and those beneath functions; and Eventarc,
 * whose triggers call them.
 */
public final class Services {

  private static final String DID_NOT_LISTEN =
      "The user-provided container failed to start and listen on the port defined provided by the"
          + " PORT=8080 environment variable within the allocated timeout.";

  private final Map<String, ObjectNode> resources;
  private final Policies policies;
  private final Secrets secrets;
  private final Map<String, String> ledElsewhere = new TreeMap<>();
  private boolean nextDoesNotStart;

  Services(Map<String, ObjectNode> resources, Policies policies, Secrets secrets) {
    this.resources = resources;
    this.policies = policies;
    this.secrets = secrets;
  }

  Services(Map<String, ObjectNode> resources, Policies policies, Secrets secrets, Services from) {
    this(resources, policies, secrets);
    ledElsewhere.putAll(from.ledElsewhere);
  }

  /** Somebody leads the traffic of a function to an older revision. */
  public void lead(String function, String revision) {
    ledElsewhere.put(function, revision);
  }

  /** The next revision does not come to answer. */
  public void nextDoesNotStart() {
    nextDoesNotStart = true;
  }

  Answer answer(Call call) {
    var location = "projects/demo/locations/" + call.api().replaceFirst("-run$", "");
    if (call.last().equals("services")) {
      return call.method().equals("POST") ? create(call, location) : list(location);
    }
    var key = "run/" + location + "/services/" + call.last();
    var there = Optional.ofNullable(resources.get(key)).or(() -> ofFunction(call.last(), location));
    if (there.isEmpty()) {
      return Answer.notFound(call.path());
    }
    return switch (call.method()) {
      case "GET" -> Answer.of(led(there.get()));
      case "DELETE" -> delete(key);
      default -> replace(call, key, there.get());
    };
  }

  private Answer list(String location) {
    var answer = Call.JSON.createObjectNode();
    var items = answer.putArray("items");
    resources.forEach(
        (name, resource) -> {
          if (name.matches("run/" + location + "/services/[^/]+")) {
            items.add(led(resource));
          }
          if (name.matches("cloudfunctions/" + location + "/functions/[^/]+")) {
            items.add(led(ofFunction(name.replaceFirst(".*/", ""), location).orElseThrow()));
          }
        });
    return Answer.of(answer);
  }

  /** The one beneath a function. */
  private Optional<ObjectNode> ofFunction(String name, String location) {
    if (!resources.containsKey("cloudfunctions/" + location + "/functions/" + name)) {
      return Optional.empty();
    }
    var service = Call.JSON.createObjectNode();
    service.put("apiVersion", "serving.knative.dev/v1").put("kind", "Service");
    // No labels of the function's: firebase/firebase-tools, issue 7850.
    service.putObject("metadata").put("name", name);
    return Optional.of(service);
  }

  private ObjectNode led(ObjectNode service) {
    var copy = service.deepCopy();
    var traffic = copy.withObject("/spec").putArray("traffic").addObject().put("percent", 100);
    var elsewhere = ledElsewhere.get(service.at("/metadata/name").asText());
    if (elsewhere == null) {
      traffic.put("latestRevision", true);
    } else {
      traffic.put("revisionName", elsewhere);
    }
    return copy;
  }

  private Answer create(Call call, String location) {
    var name = call.body().at("/metadata/name").asText();
    var key = "run/" + location + "/services/" + name;
    if (resources.containsKey(key) || ofFunction(name, location).isPresent()) {
      return Answer.error(409, "ALREADY_EXISTS", "Resource '" + name + "' already exists.");
    }
    return deployed(key, call.body(), 1);
  }

  private Answer replace(Call call, String key, ObjectNode there) {
    if (!resources.containsKey(key)) {
      return Answer.error(
          400, "FAILED_PRECONDITION", "the service is a function's, which would not hear of it");
    }
    var version = "/metadata/resourceVersion";
    if (!call.body().at(version).equals(there.at(version))) {
      // pulumi/examples, pull request 519, for the words
      return Answer.error(409, "ABORTED", "Conflict for resource '%s'".formatted(call.last()));
    }
    return deployed(key, call.body(), there.at("/metadata/generation").asInt() + 1);
  }

  private Answer deployed(String key, ObjectNode body, int generation) {
    var name = key.replaceFirst(".*/", "");
    var refusal =
        Limits.refusal(new Kind("run", "services", "", "", false), metadata(body), name)
            .or(() -> imageIsMissing(body));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    var service = body.deepCopy();
    service.withObject("/spec").remove("traffic");
    service
        .withObject("/metadata")
        .put("generation", generation)
        .put("resourceVersion", "version-" + generation);
    var secret = secrets.whyNotOfService(body.at("/spec/template/spec"));
    boolean starts = !nextDoesNotStart && secret.isEmpty();
    nextDoesNotStart = false;
    var status = service.putObject("status").put("observedGeneration", generation);
    status.put("url", "https://%s-%s.europe-west1.run.app".formatted(name, Google.PROJECT_NUMBER));
    status.put("latestCreatedRevisionName", revision(name, generation));
    if (starts || generation > 1) {
      status.put("latestReadyRevisionName", revision(name, generation - (starts ? 0 : 1)));
    }
    var conditions = status.putArray("conditions");
    for (var type : List.of("Ready", "ConfigurationsReady", "RoutesReady")) {
      var condition = conditions.addObject().put("type", type);
      condition.put("status", starts ? "True" : "False");
      if (!starts) {
        // GoogleCloudPlatform/genai-for-marketing, issue 155, for the words
        condition.put(
            "message",
            "Revision '%s' is not ready and cannot serve traffic. %s"
                .formatted(revision(name, generation), secret.orElse(DID_NOT_LISTEN)));
      }
    }
    resources.put(key, service);
    return Answer.of(service.deepCopy());
  }

  private static String revision(String name, int generation) {
    return "%s-%05d-abc".formatted(name, generation);
  }

  /** Labels where other kinds have theirs. */
  private static ObjectNode metadata(ObjectNode body) {
    return (ObjectNode) body.path("metadata");
  }

  private Optional<Answer> imageIsMissing(ObjectNode body) {
    for (var container : body.at("/spec/template/spec/containers")) {
      var image = container.path("image").asText();
      if (!resources.containsKey(Builds.tag(image))) {
        return Optional.of(
            Answer.error(400, "INVALID_ARGUMENT", "Image '%s' not found.".formatted(image)));
      }
    }
    return Optional.empty();
  }

  private Answer delete(String key) {
    if (resources.remove(key) == null) {
      return Answer.error(400, "FAILED_PRECONDITION", "the service is a function's");
    }
    policies.forget(key.replaceFirst("^run/", ""));
    return Answer.empty();
  }

  /**
   * What a new trigger is refused with: it must be where its database is, and call what is there.
   */
  Optional<Answer> refusal(Call trigger) {
    if (!trigger.isCreationOf("eventarc", "triggers")) {
      return Optional.empty();
    }
    var run = trigger.body().at("/destination/cloudRun");
    var location = "projects/demo/locations/" + run.path("region").asText();
    var service = run.path("service").asText();
    if (!resources.containsKey("run/" + location + "/services/" + service)
        && ofFunction(service, location).isEmpty()) {
      return Optional.of(
          Answer.error(400, "INVALID_ARGUMENT", "there is no service " + service + " to call"));
    }
    var database = filter(trigger.body(), "database");
    var place =
        resources
            .getOrDefault(
                "firestore/projects/demo/databases/" + database, Call.JSON.createObjectNode())
            .path("locationId")
            .asText();
    return trigger.parent().endsWith("/" + place)
        ? Optional.empty()
        : Optional.of(
            Answer.error(400, "INVALID_ARGUMENT", "%s is in \"%s\"".formatted(database, place)));
  }

  private static String filter(JsonNode trigger, String attribute) {
    for (var filter : trigger.path("eventFilters")) {
      if (filter.path("attribute").asText().equals(attribute)) {
        return filter.path("value").asText();
      }
    }
    return "";
  }
}
