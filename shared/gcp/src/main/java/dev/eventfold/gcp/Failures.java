package dev.eventfold.gcp;

import dev.eventfold.store.TransientFailure;
import io.grpc.Status;

/**
 * Sorts the errors of Google's APIs by what is to be done. Google's clients have tried some of them
 * again before they come here.
 *
 * @see <a href="https://grpc.io/docs/guides/status-codes/">gRPC's status codes</a>
 * @see <a href="https://cloud.google.com/firestore/docs/understand-error-codes">Firestore's
 *     errors</a>
 * @see <a href="https://cloud.google.com/pubsub/docs/reference/error-codes">Pub/Sub's errors</a>
 */
public final class Failures {

  private Failures() {}

  /**
   * A {@link TransientFailure} where trying again may help, else an {@link IllegalStateException}.
   *
   * @param who failed: "Firestore"
   * @param cause a gRPC status, or what has one among its causes
   */
  public static RuntimeException of(String who, Throwable cause) {
    var status = Status.fromThrowable(cause);
    var message = "%s: %s: %s".formatted(who, status.getCode(), status.getDescription());
    return switch (status.getCode()) {
      // Ours to repair: what was asked, a missing index, database or topic, a role that lacks a
      // permission, an account without billing.
      case INVALID_ARGUMENT,
          OUT_OF_RANGE,
          FAILED_PRECONDITION,
          NOT_FOUND,
          ALREADY_EXISTS,
          PERMISSION_DENIED,
          UNAUTHENTICATED,
          UNIMPLEMENTED ->
          new IllegalStateException(message, cause);
      // These pass: overload and quotas, networks, restarts, deadlines, contention.
      case ABORTED,
          CANCELLED,
          DATA_LOSS,
          DEADLINE_EXCEEDED,
          INTERNAL,
          RESOURCE_EXHAUSTED,
          UNAVAILABLE,
          UNKNOWN,
          OK ->
          new TransientFailure(message, cause);
    };
  }
}
