package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** Which part of Google answers a call, and all that is kept. */
public final class Google {

  public static final String PROJECT_NUMBER = "123456789012";
  public static final String DATABASE_UID = "5f0c3d8e-6f0f-4b7e-9d55-0c1f2a3b4c5d";

  private final Map<String, ObjectNode> resources;
  private final Map<String, ObjectNode> operations = new TreeMap<>();
  private final Policies policies;
  private final Apis apis;
  private final Propagation propagation;
  private final Resources others;
  private final Functions functions;
  private final Services services;
  private final Builds builds;
  private final Roles roles;
  private final Secrets secrets;
  private final PubSub pubsub;

  Google(String pubsub) {
    resources = new TreeMap<>();
    policies = new Policies();
    apis = new Apis();
    propagation = apis.propagation();
    others = new Resources(resources, policies, propagation);
    secrets = new Secrets(resources, policies);
    functions = new Functions(resources, policies, secrets);
    services = new Services(resources, policies, secrets);
    builds = new Builds(resources, policies);
    roles = new Roles(resources);
    this.pubsub = new PubSub(pubsub);
  }

  /** Another that keeps the same, of which everything is known everywhere. No role is deleted. */
  Google(Google from) {
    resources = new TreeMap<>();
    from.resources.forEach((name, resource) -> resources.put(name, resource.deepCopy()));
    policies = new Policies(from.policies);
    apis = new Apis(from.apis);
    propagation = apis.propagation();
    others = new Resources(resources, policies, propagation, from.others);
    secrets = new Secrets(resources, policies);
    functions = new Functions(resources, policies, secrets, from.functions);
    services = new Services(resources, policies, secrets, from.services);
    builds = new Builds(resources, policies);
    roles = new Roles(resources);
    pubsub = new PubSub(from.pubsub);
  }

  /** By "api/name". */
  public Map<String, ObjectNode> resources() {
    return resources;
  }

  public Policies policies() {
    return policies;
  }

  public Apis apis() {
    return apis;
  }

  public PubSub pubsub() {
    return pubsub;
  }

  public Functions functions() {
    return functions;
  }

  public Services services() {
    return services;
  }

  public Secrets secrets() {
    return secrets;
  }

  /** So much time goes by. */
  public void pass(Duration time) {
    roles.pass(time);
  }

  /** The next listing of these lacks a region. */
  public void unreachableOnce(String collection) {
    others.unreachableOnce(collection);
  }

  /** What was made is known everywhere. */
  public void settle() {
    propagation.settle();
  }

  Answer answer(Call call) {
    if (call.path().contains("operations/")) {
      return Answer.of(operations.get(call.last()));
    }
    var answer = propagation.refusal(call).orElseGet(() -> answerNow(call));
    if (answer.body().has("done")) {
      // Each has a name of its own, and whoever comes back for it finds it done.
      var id = "done-" + (operations.size() + 1);
      answer.body().put("name", answer.body().path("name").asText().replace("done", id));
      operations.put(id, answer.body().deepCopy().put("done", true));
    }
    return answer;
  }

  private Answer answerNow(Call call) {
    if (call.action().endsWith("IamPolicy")) {
      return secrets.refusal(call).orElseGet(() -> policies.answer(call));
    }
    if (call.action().equals("queryTestablePermissions")) {
      return Answer.empty();
    }
    return switch (call.api()) {
      case "serviceusage" -> apis.answer(call);
      case "cloudresourcemanager" -> project(call);
      case "pubsub" -> pubsub.answer(call, policies);
      case "storage" -> call.method().equals("PUT") ? functions.upload(call) : builds.storage(call);
      case "cloudbuild" -> builds.answer(call);
      case "eventarc" -> services.refusal(call).orElseGet(() -> others.answer(call));
      case "cloudfunctions" -> functions.isOwn(call) ? functions.answer(call) : others.answer(call);
      case "iam" -> roles.refusal(call).orElseGet(() -> others.answer(call));
      default -> call.api().endsWith("-run") ? services.answer(call) : others.answer(call);
    };
  }

  private static Answer project(Call call) {
    var project = Call.JSON.createObjectNode();
    project.put("projectId", call.last()).put("projectNumber", PROJECT_NUMBER);
    project.put("lifecycleState", "ACTIVE");
    return Answer.of(project);
  }
}
