package restaurant.gcloud;

import java.util.List;
import java.util.function.Predicate;
import restaurant.gcloud.google.Call;

/**
 * A step of deploy, and a call in it that can fail.
 *
 * @param afterwards Google does what was asked, and only the answer is lost
 */
record FailingStep(String name, Predicate<Call> call, boolean afterwards) {

  /** In their order; each way of failing is met in the steps around it. */
  static final List<FailingStep> ALL =
      List.of(
          reading("project", "cloudresourcemanager", "/projects/demo"),
          reading("look", "cloudresourcemanager", ":getIamPolicy"),
          before("apis", "serviceusage", ":generateServiceIdentity"),
          after("accounts", "iam", "/serviceAccounts"),
          before("roles", "iam", "/roles"),
          after("databases", "firestore", "/databases"),
          after("indexes", "firestore", "/indexes"),
          before("rules", "firebaserules", "/releases"),
          after("rights", "cloudresourcemanager", ":setIamPolicy"),
          before("topics", "pubsub", "topics/menu-events:setIamPolicy"),
          before("functions", "artifactregistry", "/repositories"),
          after("functions", "cloudfunctions", "/functions"),
          before("functions", "run", ":setIamPolicy"),
          before("subscriptions", "pubsub", "subscriptions/menu-items"),
          after("gateway", "apigateway", "/configs"),
          after("scheduler", "cloudscheduler", "/jobs"),
          before("monitoring", "monitoring", "/alertPolicies"));

  private static FailingStep reading(String name, String api, String end) {
    return new FailingStep(name, calls(api, end).and(Call::isRead), false);
  }

  static FailingStep before(String name, String api, String end) {
    return new FailingStep(name, calls(api, end).and(call -> !call.isRead()), false);
  }

  static FailingStep after(String name, String api, String end) {
    return new FailingStep(name, calls(api, end).and(call -> !call.isRead()), true);
  }

  private static Predicate<Call> calls(String api, String end) {
    return call ->
        call.api().endsWith(api)
            && ("/" + call.path() + (call.action().isEmpty() ? "" : ":" + call.action()))
                .endsWith(end);
  }
}
