package restaurant.gcloud.google;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.regex.Pattern;

/** Resources that are made, listed, changed and deleted the way most of Google's are. */
final class Resources {

  private final Map<String, ObjectNode> resources;
  private final Policies policies;
  private final Propagation propagation;
  private final Map<String, Integer> made = new HashMap<>();
  private final Set<String> unreachable = new HashSet<>();

  Resources(Map<String, ObjectNode> resources, Policies policies, Propagation propagation) {
    this.resources = resources;
    this.policies = policies;
    this.propagation = propagation;
  }

  Resources(
      Map<String, ObjectNode> resources,
      Policies policies,
      Propagation propagation,
      Resources from) {
    this(resources, policies, propagation);
    made.putAll(from.made);
  }

  /** The next listing lacks a region, and says so and succeeds: the lists of many messages. */
  void unreachableOnce(String collection) {
    unreachable.add(collection);
  }

  static ObjectNode operation(String name, ObjectNode response) {
    var operation = Call.JSON.createObjectNode().put("name", name).put("done", true);
    operation.putObject("metadata").put("target", name).putArray("stages");
    operation.set("response", response);
    return operation;
  }

  Answer answer(Call call) {
    var collection = Kind.of(call, call.last());
    if (collection.isPresent()) {
      return call.method().equals("GET")
          ? list(call, collection.get())
          : create(call, collection.get());
    }
    var kind =
        Kind.ALL.stream()
            .filter(k -> k.api().equals(call.api()))
            .filter(k -> call.path().contains("/" + k.collection() + "/"))
            .reduce((first, second) -> longer(call, first, second));
    return kind.map(k -> one(call, k))
        .orElseGet(() -> Answer.error(501, "UNIMPLEMENTED", "not kept here: " + call));
  }

  /** Of two collections in a path, the one that is nearer to its end. */
  private static Kind longer(Call call, Kind first, Kind second) {
    var path = call.path();
    return path.lastIndexOf("/" + first.collection() + "/")
            > path.lastIndexOf("/" + second.collection() + "/")
        ? first
        : second;
  }

  private Answer list(Call call, Kind kind) {
    // "-" stands for any one segment.
    var pattern =
        Pattern.compile(
            Pattern.quote(call.api() + "/" + call.path()).replace("/-/", "/\\E[^/]+\\Q/") + "/.+");
    var answer = Call.JSON.createObjectNode();
    var list = answer.putArray(kind.listed());
    boolean deletedToo = call.parameter("showDeleted").orElse("").equalsIgnoreCase("true");
    resources.forEach(
        (name, resource) -> {
          if (pattern.matcher(name).matches()
              && name.split("/").length
                  == (call.api() + "/" + call.path()).split("/").length + depth(kind)
              && (deletedToo || !resource.path("deleted").asBoolean())) {
            list.add(resource);
          }
        });
    if (kind.collection().equals("fields")) {
      keep(list, field -> matches(call, field));
    }
    if (unreachable.remove(kind.collection())) {
      list.removeAll();
      answer.putArray("unreachable").add("projects/demo/locations/europe-west1");
    }
    if (kind.api().equals("apigateway") && call.parameter("orderBy").isPresent()) {
      return Answer.error(400, "INVALID_ARGUMENT", "orderBy is not known");
    }
    return Answer.of(answer);
  }

  private static int depth(Kind kind) {
    return kind.collection().equals("releases") ? 2 : 1;
  }

  private static void keep(JsonNode list, java.util.function.Predicate<JsonNode> which) {
    for (var each = list.elements(); each.hasNext(); ) {
      if (!which.test(each.next())) {
        each.remove();
      }
    }
  }

  /** gcloud lists either the fields with an index setting or those with a time to live. */
  private static boolean matches(Call call, JsonNode field) {
    var filter = call.parameter("filter").orElse("");
    return filter.contains("ttlConfig") && !filter.contains("indexConfig")
        ? field.has("ttlConfig")
        : field.has("indexConfig");
  }

  private Answer create(Call call, Kind kind) {
    var body = call.body();
    var resource =
        kind.wrapper().isEmpty() || !body.has(kind.wrapper())
            ? body.deepCopy()
            : (ObjectNode) body.get(kind.wrapper());
    var name = name(call, kind, body);
    var refusal = Limits.refusal(kind, body, name.substring(name.lastIndexOf('/') + 1));
    if (refusal.isPresent()) {
      return refusal.get();
    }
    if (resources.containsKey(call.api() + "/" + name)) {
      return Answer.error(409, "ALREADY_EXISTS", name + " already exists");
    }
    if (kind.collection().equals("indexes") && isThere(call.path(), resource)) {
      return Answer.error(409, "ALREADY_EXISTS", "index already exists");
    }
    if (kind.collection().equals("serviceAccounts")) {
      resource.put("email", name.substring(name.lastIndexOf('/') + 1));
      resource.put("uniqueId", "1");
      propagation.made("account " + resource.path("email").asText());
    }
    if (kind.collection().equals("metrics")) {
      propagation.made("metric " + name.substring(name.lastIndexOf('/') + 1));
    }
    if (!kind.collection().equals("metrics")) {
      resource.put("name", name);
    }
    return changed(call, kind, name, resource);
  }

  /** firebase-tools, src/firestore/api.ts, for the words. */
  private boolean isThere(String collection, ObjectNode index) {
    var wanted = index.deepCopy();
    Defaults.complete(Kind.INDEXES, wanted);
    return resources.entrySet().stream()
        .filter(it -> it.getKey().startsWith("firestore/" + collection + "/"))
        .anyMatch(it -> it.getValue().path("fields").equals(wanted.path("fields")));
  }

  private String name(Call call, Kind kind, ObjectNode body) {
    String id;
    if (kind.id().isEmpty()) {
      id = "made-" + made.merge("", 1, Integer::sum);
    } else if (kind.id().startsWith("?")) {
      id = call.parameter(kind.id().substring(1)).orElseThrow();
    } else {
      id = body.path(kind.id()).asText();
    }
    if (id.startsWith(call.path() + "/")) {
      return id;
    }
    if (kind.collection().equals("serviceAccounts")) {
      id += "@" + call.path().split("/")[1] + ".iam.gserviceaccount.com";
    }
    return call.path() + "/" + id;
  }

  private Answer changed(Call call, Kind kind, String name, ObjectNode resource) {
    boolean isNew = resources.put(call.api() + "/" + name, resource) == null;
    Defaults.complete(kind, resource);
    if (isNew && kind.collection().equals("databases")) {
      resource.put("uid", uid(name));
      propagation.made("database " + name.replaceFirst(".*/", ""));
      var field = Defaults.everyField(name);
      resources.put(call.api() + "/" + field.path("name").asText(), field);
    }
    if (kind.collection().equals("dashboards")) {
      resource.put("etag", "etag-" + made.merge("etag", 1, Integer::sum));
    }
    if (!kind.operation()) {
      return Answer.of(resource);
    }
    var operation = operation(operationOf(name), resource.deepCopy());
    if (kind.collection().equals("indexes")) {
      // It takes its time, and nobody waits for it.
      operation.remove("response");
      operation.put("done", false);
    }
    return Answer.of(operation);
  }

  /** Another each time, even of the same name. */
  private String uid(String database) {
    var name = database.replaceFirst(".*/", "");
    int times = made.merge("uid of " + name, 1, Integer::sum);
    return times == 1 && name.equals("eventstore")
        ? Google.DATABASE_UID
        : UUID.nameUUIDFromBytes((name + times).getBytes(UTF_8)).toString();
  }

  private static String operationOf(String name) {
    return name.replaceFirst("(projects/[^/]+(/(locations|databases)/[^/]+)?).*", "$1")
        + "/operations/done";
  }

  private Answer one(Call call, Kind kind) {
    var key = call.api() + "/" + call.path();
    var there = resources.get(key);
    boolean isUpsert = kind.collection().equals("fields");
    if (there == null && !isUpsert) {
      return Answer.notFound(call.path());
    }
    return switch (call.method()) {
      case "GET" -> there == null ? Answer.notFound(call.path()) : Answer.of(there);
      case "DELETE" -> delete(call, kind, key, there);
      case "POST" -> undelete(call, there);
      default -> update(call, kind, there);
    };
  }

  private Answer update(Call call, Kind kind, ObjectNode there) {
    var resource = there == null ? Call.JSON.createObjectNode() : there.deepCopy();
    var body = call.body();
    if (body.path("release").isObject()) {
      body = (ObjectNode) body.get("release");
    }
    if (kind.collection().equals("dashboards")
        && !body.path("etag").asText().equals(resource.path("etag").asText())) {
      // pulumi/pulumi-google-native, issue 760
      return Answer.error(
          400, "INVALID_ARGUMENT", "Update Dashboard should specify a non empty etag");
    }
    body.properties().forEach(field -> resource.set(field.getKey(), field.getValue()));
    if (!kind.collection().equals("metrics")) {
      resource.put("name", call.path());
    }
    return changed(call, kind, call.path(), resource);
  }

  private Answer undelete(Call call, ObjectNode there) {
    if (call.action().equals("undelete")) {
      there.remove("deleted");
      return Answer.of(there);
    }
    return Answer.error(501, "UNIMPLEMENTED", "not kept here: " + call);
  }

  private Answer delete(Call call, Kind kind, String key, ObjectNode there) {
    if (there.path("deleteProtectionState").asText().equals("DELETE_PROTECTION_ENABLED")) {
      return Answer.error(400, "FAILED_PRECONDITION", call.path() + " is protected");
    }
    if (kind.collection().equals("roles")) {
      // Its name stays taken.
      return Answer.of(there.put("deleted", true));
    }
    if (kind.collection().equals("databases")) {
      propagation.made("deleted " + call.last());
    }
    // With all that is in it.
    resources.keySet().removeIf(name -> name.equals(key) || name.startsWith(key + "/"));
    policies.forget(call.path());
    return Answer.of(
        kind.operation()
            ? operation(operationOf(call.path()), Call.JSON.createObjectNode())
            : Call.JSON.createObjectNode());
  }
}
