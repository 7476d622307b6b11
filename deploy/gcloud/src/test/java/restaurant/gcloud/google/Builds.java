package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * Cloud Build, as far as it makes images of what {@code cloudbuild.yaml} says, and the bucket that
 * sources are uploaded to. An image is a tag in Artifact Registry.
 */
final class Builds {

  private static final Pattern UPLOAD = Pattern.compile("storage/v1/b/([^/]+)/o");

  /** What is said of an object, before its content. */
  private static final Pattern MULTIPART = Pattern.compile("\\{\"size\": \"(\\d+)\"\\}");

  private final Map<String, ObjectNode> resources;
  private final Policies policies;
  private final Map<String, ObjectNode> builds = new HashMap<>();
  private final Set<String> uploads = new HashSet<>();
  private final Set<String> buckets = new HashSet<>();

  Builds(Map<String, ObjectNode> resources, Policies policies) {
    this.resources = resources;
    this.policies = policies;
  }

  /** The key of an image: europe-west1-docker.pkg.dev/demo/restaurant/menu:1. */
  static String tag(String image) {
    return image.replaceFirst(
        "^([a-z0-9-]+)-docker\\.pkg\\.dev/([^/]+)/([^/]+)/([^:]+):(.+)$",
        "artifactregistry/projects/$2/locations/$1/repositories/$3/packages/$4/tags/$5");
  }

  Answer answer(Call call) {
    if (call.method().equals("GET")) {
      return Optional.ofNullable(builds.get(call.last()))
          .map(Answer::of)
          .orElseGet(() -> Answer.notFound(call.path()));
    }
    var build = call.body();
    var refusal = refusal(build);
    if (refusal.isPresent()) {
      return Answer.error(400, "INVALID_ARGUMENT", refusal.get());
    }
    var repository = build.at("/substitutions/_REPOSITORY").asText();
    for (var image : build.at("/substitutions/_IMAGES").asText().split(" ")) {
      push(repository + "/" + image);
    }
    var id = "build-" + (builds.size() + 1);
    build.put("id", id).put("projectId", "demo").put("status", "SUCCESS");
    builds.put(id, build);
    var operation = Call.JSON.createObjectNode().put("name", "operations/" + id);
    operation
        .putObject("metadata")
        .put("@type", "type.googleapis.com/google.devtools.cloudbuild.v1.BuildOperationMetadata")
        .set("build", build);
    return Answer.of(operation);
  }

  private Optional<String> refusal(ObjectNode build) {
    var account = build.path("serviceAccount").asText().replaceFirst(".*/", "");
    if (policies
        .rights()
        .noneMatch(
            right ->
                right.member().equals("serviceAccount:" + account)
                    && right.role().equals("roles/cloudbuild.builds.builder"))) {
      return Optional.of(account + " may not build");
    }
    if (!build.at("/options/logging").asText().equals("CLOUD_LOGGING_ONLY")) {
      // GoogleCloudPlatform/terraform-google-dataplex-auto-data-quality, pull request 39
      return Optional.of(
          "if 'build.service_account' is specified, the build must either (a) specify"
              + " 'build.logs_bucket', (b) use the REGIONAL_USER_OWNED_BUCKET"
              + " build.options.default_logs_bucket_behavior option, or (c) use either"
              + " CLOUD_LOGGING_ONLY / NONE logging options");
    }
    var source = build.at("/source/storageSource");
    if (!uploads.contains(source.path("bucket").asText() + "/" + source.path("object").asText())) {
      return Optional.of("there is no source");
    }
    for (var substitution : build.path("substitutions").properties()) {
      if (!build.path("steps").toString().contains("$" + substitution.getKey())) {
        return Optional.of(substitution.getKey() + " is not matched in the template");
      }
    }
    return Optional.empty();
  }

  private void push(String image) {
    var key = tag(image);
    var repository = key.replaceFirst("/packages/.*", "");
    if (!resources.containsKey(repository)) {
      throw new IllegalStateException("there is no " + repository);
    }
    for (var each : new String[] {key.replaceFirst("/tags/.*", ""), key}) {
      resources.put(
          each, Call.JSON.createObjectNode().put("name", each.replaceFirst("^[^/]+/", "")));
    }
  }

  /** Buckets are made, and objects are uploaded, by other paths than anything else. */
  Answer storage(Call call) {
    var answer = Call.JSON.createObjectNode();
    var upload = UPLOAD.matcher(call.path());
    if (upload.matches()) {
      var object = MULTIPART.matcher(call.request().getBodyAsString());
      if (!object.find()) {
        return Answer.error(400, "INVALID_ARGUMENT", "no object: " + call);
      }
      var name = call.parameter("name").orElseThrow();
      uploads.add(upload.group(1) + "/" + name);
      answer.put("bucket", upload.group(1)).put("name", name).put("generation", "1");
      return Answer.of(answer.put("size", object.group(1)));
    }
    if (call.method().equals("POST")) {
      buckets.add(call.body().path("name").asText());
      return Answer.of(call.body());
    }
    if (call.last().equals("b")) {
      var items = answer.putArray("items");
      buckets.forEach(name -> items.addObject().put("name", name).put("id", name));
      return Answer.of(answer);
    }
    return buckets.contains(call.last())
        ? Answer.of(answer.put("name", call.last()).put("id", call.last()))
        : Answer.notFound(call.path());
  }
}
