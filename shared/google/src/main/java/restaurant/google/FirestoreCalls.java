package restaurant.google;

import com.google.api.core.ApiFuture;
import com.google.cloud.Timestamp;
import com.google.cloud.firestore.FirestoreException;
import io.grpc.Status;
import java.time.Instant;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import restaurant.eventsourcing.StoreUnavailable;

/** Waits for Firestore's answers, never longer than the deadline, and sorts its errors. */
final class FirestoreCalls {

  private FirestoreCalls() {}

  /** A precondition did not hold. Nothing was written. */
  static final class PreconditionFailed extends Exception {
    private static final long serialVersionUID = 1;

    PreconditionFailed(Throwable cause) {
      super(cause);
    }
  }

  static <T> T read(ApiFuture<T> call) {
    try {
      return write(call);
    } catch (PreconditionFailed e) {
      throw new IllegalStateException("a read has no precondition", e);
    }
  }

  static <T> T write(ApiFuture<T> call) throws PreconditionFailed {
    try {
      return call.get(Clients.DEADLINE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (ExecutionException e) {
      throw sorted(e.getCause());
    } catch (TimeoutException e) {
      call.cancel(true);
      throw new StoreUnavailable("Firestore did not answer in " + Clients.DEADLINE, e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StoreUnavailable("interrupted", e);
    }
  }

  private static RuntimeException sorted(Throwable failure) throws PreconditionFailed {
    var status =
        failure instanceof FirestoreException e && e.getStatus() != null
            ? e.getStatus()
            : Status.fromThrowable(failure);
    return switch (status.getCode()) {
      case ALREADY_EXISTS, FAILED_PRECONDITION, NOT_FOUND -> throw new PreconditionFailed(failure);
      case INVALID_ARGUMENT -> new IllegalArgumentException(failure.getMessage(), failure);
      case PERMISSION_DENIED, UNAUTHENTICATED, UNIMPLEMENTED ->
          new IllegalStateException(failure.getMessage(), failure);
      default -> new StoreUnavailable("Firestore: " + failure.getMessage(), failure);
    };
  }

  static Timestamp timestamp(Instant time) {
    return Timestamp.ofTimeSecondsAndNanos(time.getEpochSecond(), time.getNano());
  }
}
