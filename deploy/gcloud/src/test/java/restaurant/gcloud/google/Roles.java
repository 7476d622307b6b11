package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * Custom roles that were deleted: their names stay taken for weeks, and they come back for seven
 * days only. The words: kubernetes/autoscaler, issue 115, and terraform-google-bastion-host, issue
 * 14; the days: the SDK's help of {@code gcloud iam roles delete}.
 */
final class Roles {

  private static final Duration COME_BACK = Duration.ofDays(7);

  private final Map<String, ObjectNode> resources;
  private final Map<String, Duration> deletedAt = new HashMap<>();
  private Duration now = Duration.ZERO;

  Roles(Map<String, ObjectNode> resources) {
    this.resources = resources;
  }

  void pass(Duration time) {
    now = now.plus(time);
  }

  Optional<Answer> refusal(Call call) {
    if (call.isCreationOf("iam", "roles")) {
      var name = call.path() + "/" + call.body().path("roleId").asText();
      var there = resources.get("iam/" + name);
      return there == null || !there.path("deleted").asBoolean()
          ? Optional.empty()
          : Optional.of(
              Answer.error(
                  400,
                  "FAILED_PRECONDITION",
                  ("You can't create a role with role_id (%s) where there is an existing role with"
                          + " that role_id in a deleted state.")
                      .formatted(call.body().path("roleId").asText())));
    }
    if (call.method().equals("DELETE")) {
      deletedAt.put(call.path(), now);
    }
    if (call.action().equals("undelete")
        && now.minus(deletedAt.getOrDefault(call.path(), now)).compareTo(COME_BACK) > 0) {
      return Optional.of(
          Answer.error(
              404, "NOT_FOUND", "The role named %s was not found.".formatted(call.path())));
    }
    return Optional.empty();
  }
}
