package restaurant.gcloud.google;

import java.util.Optional;

/**
 * A change that Google refuses while another of its kind is under way.
 *
 * @param what all those that may not meet
 * @param refusal what the second of two gets
 */
record Alone(String what, Answer refusal) {

  /** Which a call is; none, where any number may be under way. */
  static Optional<Alone> kind(Call call) {
    if (call.isRead()) {
      return Optional.empty();
    }
    if (call.api().equals("firestore") && call.path().matches(".*/collectionGroups/.*")) {
      return Optional.of(firestore(call));
    }
    if (call.api().equals("monitoring") && call.path().contains("/alertPolicies")) {
      return Optional.of(alerts());
    }
    return Optional.empty();
  }

  /**
   * Fields and indexes of one database: hashicorp/terraform-provider-google, issues 16599 and
   * 16664, and {@code FirestoreIndex409Retry} of its error_retry_predicates.go, for the words.
   */
  private static Alone firestore(Call call) {
    var database = call.path().replaceFirst("/collectionGroups/.*", "");
    var words =
        call.path().contains("/fields/")
            ? "Please retry, underlying data changed"
            : "Aborted due to cross-transaction contention";
    return new Alone(database, Answer.error(409, "ABORTED", words));
  }

  /**
   * Of one project: GoogleCloudPlatform/cloud-foundation-toolkit, issue 787, for the words; the
   * SDK's monitoring_v3_client.py asks for one at a time.
   */
  private static Alone alerts() {
    return new Alone(
        "alert policies",
        Answer.error(
            409,
            "ABORTED",
            "Too many concurrent edits to the project configuration. Please try again."));
  }
}
