package dev.eventfold.gcp;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.store.TransientFailure;
import io.grpc.Status;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class FailuresTest {

  private static final Set<Status.Code> PASSING =
      Set.of(
          Status.Code.ABORTED,
          Status.Code.CANCELLED,
          Status.Code.DATA_LOSS,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.INTERNAL,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.UNAVAILABLE,
          Status.Code.UNKNOWN);

  @ParameterizedTest
  @EnumSource(value = Status.Code.class, names = "OK", mode = EnumSource.Mode.EXCLUDE)
  void anErrorPassesOrIsForSomebodyToMend(Status.Code code) {
    var status = code.toStatus().withDescription("a bad day").asRuntimeException();
    var failure = Failures.of("Pub/Sub", new IllegalArgumentException("wrapped", status));
    assertEquals(
        PASSING.contains(code) ? TransientFailure.class : IllegalStateException.class,
        failure.getClass());
    assertTrue(failure.getMessage().startsWith("Pub/Sub: "), failure.getMessage());
    assertTrue(failure.getMessage().contains("a bad day"), failure.getMessage());
  }
}
