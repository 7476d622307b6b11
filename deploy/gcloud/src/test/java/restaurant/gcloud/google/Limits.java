package restaurant.gcloud.google;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * What Google refuses for its form. Sources are files of gcloud's SDK, below {@code
 * lib/googlecloudsdk}, read 2026-11-27.
 *
 * @param collection of whose resources
 * @param field of the body, as a JSON pointer; "" for the id that is in the query
 * @param form that the whole value must have
 * @param source where that is said
 */
record Limits(String collection, String field, Pattern form, String source) {

  private static final String MESSAGES = "generated_clients/apis/";

  private static final List<Limits> ALL =
      List.of(
          limit(
              "serviceAccounts",
              "/accountId",
              "(?=.{6,30}$)[a-z]([-a-z0-9]*[a-z0-9])",
              MESSAGES + "iam/v1/iam_v1_messages.py"),
          // Bytes: cloud.google.com/iam/quotas
          limit("roles", "/role/description", ".{0,300}", "cloud.google.com/iam/quotas"),
          limit("roles", "/roleId", "[a-zA-Z0-9_.]{3,64}", MESSAGES + "iam/v1/iam_v1_messages.py"),
          limit(
              "databases",
              "",
              "(?=.{4,63}$)(?![0-9a-f]{8}(-[0-9a-f]{4}){3})[a-z][a-z0-9-]*[a-z0-9]",
              MESSAGES + "firestore/v1/firestore_v1_messages.py"),
          limit(
              "functions",
              "",
              "(?=.{1,63}$)[A-Za-z]([-_A-Za-z0-9]*[A-Za-z0-9])?",
              "api_lib/functions/v1/util.py"),
          limit(
              "services",
              "",
              "(?=.{1,49}$)[a-z]([-a-z0-9]*[a-z0-9])?",
              MESSAGES + "run/v2/run_v2_messages.py"),
          limit(
              "triggers",
              "",
              "(?=.{1,63}$)[a-z]([-a-z0-9]*[a-z0-9])?",
              MESSAGES + "eventarc/v1/eventarc_v1_messages.py"),
          // 15 seconds to 30 minutes.
          limit(
              "jobs",
              "/attemptDeadline",
              "(1[5-9]|[2-9][0-9]|[1-9][0-9]{2}|1[0-7][0-9]{2}|1800)s",
              MESSAGES + "cloudscheduler/v1/cloudscheduler_v1_messages.py"),
          limit(
              "jobs",
              "/description",
              ".{0,500}",
              MESSAGES + "cloudscheduler/v1/cloudscheduler_v1_messages.py"),
          limit(
              "metrics",
              "/name",
              "[-A-Za-z0-9_.,+!*'()%/]{1,100}",
              MESSAGES + "logging/v2/logging_v2_messages.py"));

  private static final Pattern LABEL = Pattern.compile("[a-z0-9_-]{0,63}");

  private static Limits limit(String collection, String field, String form, String source) {
    return new Limits(collection, field, Pattern.compile(form), source);
  }

  /** What a creation is refused with. */
  static Optional<Answer> refusal(Kind kind, ObjectNode body, String id) {
    for (var limit : ALL) {
      if (limit.collection.equals(kind.collection())) {
        var value = limit.field.isEmpty() ? id : body.at(limit.field).asText();
        if (!limit.form.matcher(value).matches()) {
          return Optional.of(
              Answer.error(
                  400,
                  "INVALID_ARGUMENT",
                  "%s%s is \"%s\", and must have the form %s"
                      .formatted(kind.collection(), limit.field, value, limit.form)));
        }
      }
    }
    // The labels of a channel are its address.
    var labels = kind.collection().equals("notificationChannels") ? "userLabels" : "labels";
    return labels(body.path(labels)).or(() -> labels(body.path("userLabels")));
  }

  /** command_lib/util/args/labels_util.py */
  private static Optional<Answer> labels(JsonNode labels) {
    for (var label : labels.properties()) {
      for (var text : List.of(label.getKey(), label.getValue().asText())) {
        if (!LABEL.matcher(text).matches()) {
          return Optional.of(
              Answer.error(
                  400, "INVALID_ARGUMENT", "the label \"%s\" is not valid".formatted(text)));
        }
      }
    }
    return Optional.empty();
  }
}
