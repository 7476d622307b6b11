package restaurant.gcloud.google;

import java.util.List;
import java.util.Optional;

/**
 * How an API keeps one kind of resource.
 *
 * @param collection the last segment of the path that lists them
 * @param id where the id of a new one is: "?name" in the query, "name" in the body, "" nowhere (the
 *     API makes one)
 * @param wrapper the field of a creating body that holds the resource; "" for the whole body
 * @param operation whether changes are long-running operations
 */
record Kind(String api, String collection, String id, String wrapper, boolean operation) {

  static final Kind INDEXES = new Kind("firestore", "indexes", "", "", true);

  static final List<Kind> ALL =
      List.of(
          new Kind("firestore", "databases", "?databaseId", "", true),
          new Kind("firestore", "backupSchedules", "", "", false),
          new Kind("firestore", "fields", "", "", true),
          INDEXES,
          new Kind("firebaserules", "rulesets", "", "", false),
          new Kind("firebaserules", "releases", "name", "", false),
          new Kind("iam", "serviceAccounts", "accountId", "serviceAccount", false),
          new Kind("iam", "roles", "roleId", "role", false),
          new Kind("cloudfunctions", "functions", "?functionId", "", true),
          new Kind("apigateway", "apis", "?apiId", "", true),
          new Kind("apigateway", "configs", "?apiConfigId", "", true),
          new Kind("apigateway", "gateways", "?gatewayId", "", true),
          new Kind("artifactregistry", "repositories", "?repositoryId", "", true),
          new Kind("artifactregistry", "packages", "", "", false),
          new Kind("artifactregistry", "tags", "", "", false),
          new Kind("eventarc", "triggers", "?triggerId", "", true),
          new Kind("secretmanager", "secrets", "?secretId", "", false),
          new Kind("secretmanager", "versions", "", "", false),
          new Kind("cloudscheduler", "jobs", "name", "", false),
          new Kind("logging", "metrics", "name", "", false),
          new Kind("monitoring", "dashboards", "", "", false),
          new Kind("monitoring", "alertPolicies", "", "", false),
          new Kind("monitoring", "notificationChannels", "", "", false));

  static Optional<Kind> of(Call call, String collection) {
    return ALL.stream()
        .filter(kind -> kind.api.equals(call.api()) && kind.collection.equals(collection))
        .findFirst();
  }

  /** The field of a list's answer. */
  String listed() {
    return switch (collection) {
      case "serviceAccounts" -> "accounts";
      case "configs" -> "apiConfigs";
      default -> collection;
    };
  }
}
