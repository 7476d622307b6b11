package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** Secret Manager, as far as Cloud Run reads a secret for an instance that it starts. */
public final class Secrets {

  private static final String PREFIX = "secretmanager/projects/demo/secrets/";

  private final Map<String, ObjectNode> resources;
  private final Policies policies;
  private final Map<Policies.Right, Integer> asked = new HashMap<>();

  Secrets(Map<String, ObjectNode> resources, Policies policies) {
    this.resources = resources;
    this.policies = policies;
  }

  /** Somebody makes one, with a first version. */
  public void make(String secret) {
    for (var name : new String[] {secret, secret + "/versions/1"}) {
      resources.put(
          PREFIX + name, Call.JSON.createObjectNode().put("name", "projects/demo/secrets/" + name));
    }
  }

  /** Somebody deletes one, and with it who may read it. */
  public void delete(String secret) {
    resources
        .keySet()
        .removeIf(it -> it.equals(PREFIX + secret) || it.startsWith(PREFIX + secret + "/"));
    policies.forget("projects/demo/secrets/" + secret);
  }

  /** A policy is of what is there. */
  Optional<Answer> refusal(Call call) {
    if (!call.api().equals("secretmanager")
        || resources.containsKey("secretmanager/" + call.path())) {
      return Optional.empty();
    }
    return call.action().endsWith("IamPolicy")
        ? Optional.of(Answer.error(404, "NOT_FOUND", "Secret [" + call.path() + "] not found."))
        : Optional.empty();
  }

  /** Why no instance of this function starts, by its {@code serviceConfig}. */
  Optional<String> whyNotOfFunction(JsonNode config) {
    for (var variable : config.path("secretEnvironmentVariables")) {
      var why =
          why(
              variable.path("secret").asText(),
              variable.path("version").asText(),
              config.path("serviceAccountEmail").asText());
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }

  /** Why no instance of this service starts, by the {@code spec} of its template. */
  Optional<String> whyNotOfService(JsonNode spec) {
    for (var variable : spec.at("/containers/0/env")) {
      var reference = variable.at("/valueFrom/secretKeyRef");
      var why =
          reference.isMissingNode()
              ? Optional.<String>empty()
              : why(
                  reference.path("name").asText(),
                  reference.path("key").asText(),
                  spec.path("serviceAccountName").asText());
      if (why.isPresent()) {
        return why;
      }
    }
    return Optional.empty();
  }

  /**
   * What was just given is not known everywhere at once:
   * docs.cloud.google.com/iam/docs/access-change-propagation
   */
  private boolean isKnown(Policies.Right right) {
    return asked.merge(right, 1, Integer::sum) > Propagation.TIMES;
  }

  /** The words: terraform-google-modules/terraform-docs-samples, pull request 168. */
  private Optional<String> why(String secret, String version, String account) {
    var name =
        "projects/%s/secrets/%s/versions/%s".formatted(Google.PROJECT_NUMBER, secret, version);
    var key = PREFIX + secret + "/versions/" + (version.equals("latest") ? "1" : version);
    if (!resources.containsKey(key)) {
      return Optional.of("Secret %s was not found".formatted(name));
    }
    var right =
        new Policies.Right(
            "projects/demo/secrets/" + secret,
            "roles/secretmanager.secretAccessor",
            "serviceAccount:" + account,
            "");
    return policies.rights().anyMatch(right::equals) && isKnown(right)
        ? Optional.empty()
        : Optional.of(
            ("Permission denied on secret: %s for Revision service account %s. The service account"
                    + " used must be granted the 'Secret Manager Secret Accessor' role"
                    + " (roles/secretmanager.secretAccessor) at the secret, project or higher"
                    + " level.")
                .formatted(name, account));
  }
}
