package restaurant.gcloud.google;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What was just made is not known everywhere at once. Minutes, in Google; here, the first few times
 * that somebody uses it.
 */
final class Propagation {

  /** How often each new thing is unknown. */
  static final int TIMES = 2;

  /**
   * gcloud lets these calls count against a project of Google's own: the SDK's
   * surface/projects/__init__.py and surface/services/__init__.py. An upload has a signed address.
   */
  private static final Set<String> NEED_NOT_BE_ON =
      Set.of(
          "cloudresourcemanager.googleapis.com",
          "serviceusage.googleapis.com",
          "storage.googleapis.com");

  private static final Pattern METRIC =
      Pattern.compile("logging\\.googleapis\\.com/user/([A-Za-z0-9_./-]+)");

  private final Map<String, Integer> young = new HashMap<>();
  private final Set<String> apis;

  /**
   * @param apis those that are on
   */
  Propagation(Set<String> apis) {
    this.apis = apis;
  }

  void made(String thing) {
    young.put(thing, TIMES);
  }

  void settle() {
    young.clear();
  }

  /** What a call is refused with, because it uses what is too young. */
  Optional<Answer> refusal(Call call) {
    if (!NEED_NOT_BE_ON.contains(call.service())
        && (!apis.contains(call.service()) || isYoung("api " + call.service()))) {
      return Optional.of(disabled(call.service()));
    }
    if (call.action().equals("setIamPolicy")) {
      return member(call);
    }
    if (call.isCreationOf("monitoring", "alertPolicies")) {
      return metric(call);
    }
    if (call.isCreationOf("firestore", "databases")
        && isYoung("deleted " + call.parameter("databaseId").orElse(""))) {
      return Optional.of(databaseWasDeleted(call.parameter("databaseId").orElseThrow()));
    }
    if (call.isCreationOf("firestore", "backupSchedules")
        && isYoung("database " + call.parent().replaceFirst(".*/", ""))) {
      return Optional.of(databaseIsYoung());
    }
    return Optional.empty();
  }

  /** The words, and that it passes: hashicorp/terraform-provider-google, issue 21577. */
  private static Answer databaseIsYoung() {
    return Answer.error(403, "PERMISSION_DENIED", "The caller does not have permission");
  }

  private boolean isYoung(String thing) {
    var left = young.computeIfPresent(thing, (name, times) -> times == 0 ? null : times - 1);
    return left != null;
  }

  /** The words: the answer of serviceusage, as in googleapis/google-cloud-python, issue 3954. */
  private static Answer disabled(String api) {
    return Answer.error(
        403,
        "PERMISSION_DENIED",
        ("%s API has not been used in project %s before or it is disabled. Enable it by visiting"
                + " https://console.developers.google.com/apis/api/%s/overview?project=%s then"
                + " retry. If you enabled this API recently, wait a few minutes for the action to"
                + " propagate to our systems and retry.")
            .formatted(api, Google.PROJECT_NUMBER, api, Google.PROJECT_NUMBER));
  }

  /** The words: hashicorp/terraform-provider-google, {@code IamServiceAccountNotFound}. */
  private Optional<Answer> member(Call call) {
    for (var binding : call.body().path("policy").path("bindings")) {
      for (var member : binding.path("members")) {
        var account = member.asText().replaceFirst("^serviceAccount:", "");
        if (isYoung("account " + account)) {
          return Optional.of(
              Answer.error(
                  400,
                  "INVALID_ARGUMENT",
                  "Service account %s does not exist.".formatted(account)));
        }
      }
    }
    return Optional.empty();
  }

  /** The words: hashicorp/terraform-provider-google, issue 11102. */
  private Optional<Answer> metric(Call call) {
    var names = METRIC.matcher(call.body().toString()).results().map(it -> it.group(1)).toList();
    for (var name : List.copyOf(names)) {
      if (isYoung("metric " + name)) {
        return Optional.of(
            Answer.error(
                404,
                "NOT_FOUND",
                ("Cannot find metric(s) that match type = \"logging.googleapis.com/user/%s\". If a"
                        + " metric was created recently, it could take up to 10 minutes to become"
                        + " available. Please try again soon.")
                    .formatted(name)));
      }
    }
    return Optional.empty();
  }

  /** Nobody wrote the words down: what is known of them is "Please retry in N seconds". */
  private static Answer databaseWasDeleted(String name) {
    return Answer.error(
        400,
        "FAILED_PRECONDITION",
        "Database ID '%s' is not available in project 'demo'. Please retry in 120 seconds."
            .formatted(name));
  }
}
