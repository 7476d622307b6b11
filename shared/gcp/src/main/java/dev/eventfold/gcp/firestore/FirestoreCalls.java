package dev.eventfold.gcp.firestore;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.FirestoreException;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.Failures;
import dev.eventfold.store.TransientFailure;
import io.grpc.Status;
import io.grpc.StatusException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Waits for Firestore's answers, never longer than the deadline. Google's client has retried
 * RESOURCE_EXHAUSTED and UNAVAILABLE before they come here, also for commits: a commit may have
 * happened whatever its answer was, unless the table says otherwise.
 */
final class FirestoreCalls {

  /**
   * Preconditions: "create" ends with ALREADY_EXISTS, an update time with FAILED_PRECONDITION, an
   * update of what is gone with NOT_FOUND. ABORTED is "too much contention", which the client
   * retries in transactions alone.
   */
  private static final Set<Status.Code> NOT_COMMITTED =
      EnumSet.of(
          Status.Code.ALREADY_EXISTS,
          Status.Code.FAILED_PRECONDITION,
          Status.Code.NOT_FOUND,
          Status.Code.ABORTED);

  private FirestoreCalls() {}

  /**
   * A commit's precondition did not hold, or others wrote at the same time: nothing was written.
   */
  static final class NotCommitted extends Exception {
    private static final long serialVersionUID = 1;

    NotCommitted(Throwable cause) {
      super(cause);
    }
  }

  /**
   * @throws TransientFailure try again
   * @throws IllegalStateException trying again won't help
   */
  static <T> T read(ApiFuture<T> call) {
    try {
      return await(call);
    } catch (StatusException e) {
      throw Failures.of("Firestore", e);
    }
  }

  /**
   * @throws NotCommitted start over
   * @throws TransientFailure the commit may or may not have happened
   * @throws IllegalStateException trying again won't help
   */
  static <T> T commit(ApiFuture<T> call) throws NotCommitted {
    try {
      return await(call);
    } catch (StatusException e) {
      if (NOT_COMMITTED.contains(e.getStatus().getCode())) {
        throw new NotCommitted(e);
      }
      throw Failures.of("Firestore", e);
    }
  }

  private static <T> T await(ApiFuture<T> call) throws StatusException {
    try {
      return call.get(Clients.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw status(e.getCause()).withCause(e.getCause()).asException();
    } catch (TimeoutException e) {
      call.cancel(true);
      throw new TransientFailure("Firestore did not answer in " + Clients.DEADLINE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted", e);
    }
  }

  private static Status status(Throwable failure) {
    return failure instanceof FirestoreException e && e.getStatus() != null
        ? e.getStatus()
        : Status.fromThrowable(failure);
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.ofTimeSecondsAndNanos(time.getEpochSecond(), time.getNano());
  }
}
