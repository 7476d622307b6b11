package restaurant.ops.views;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.cloud.firestore.Firestore;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.gcp.Clients;
import dev.eventfold.operations.Patience;
import dev.eventfold.store.TransientFailure;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** A store that does not answer for a while. */
@Needs(Needs.Tool.EMULATORS)
class ViewCollectionsTest {

  private static final int DOCUMENTS = 30;

  private final AtomicInteger unanswered = new AtomicInteger();

  /** Deletes that get no answer in time, so many. */
  private final class Slow implements ClientInterceptor {
    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      boolean isLate =
          method.getBareMethodName().equals("BatchWrite")
              && unanswered.getAndUpdate(left -> Math.max(0, left - 1)) > 0;
      return next.newCall(
          method, isLate ? options.withDeadlineAfter(1, TimeUnit.NANOSECONDS) : options);
    }
  }

  private final Clients clients =
      new Clients(
          SharedEmulators.newProject(),
          Optional.of(SharedEmulators.get().firestore()),
          Optional.of(SharedEmulators.get().pubsub()),
          List.of(new Slow()));

  private final Firestore store = clients.views();
  private final ViewCollections collections =
      new ViewCollections(clients, new Patience(attempt -> {}));

  @AfterEach
  void close() {
    collections.close();
    store.shutdownNow();
  }

  private int size() throws Exception {
    return store.collection("old").get().get().size();
  }

  private void fill() throws Exception {
    for (int i = 0; i < DOCUMENTS; i++) {
      store.collection("old").document("d" + i).create(Map.of("n", i)).get();
    }
  }

  @Test
  void isAskedAgain() throws Exception {
    fill();
    unanswered.set(3);
    collections.delete("old");
    assertEquals(0, size());
    assertEquals(0, unanswered.get());
  }

  @Test
  void isGivenUpAtLast() throws Exception {
    fill();
    unanswered.set(10_000);
    var failure = assertThrows(TransientFailure.class, () -> collections.delete("old"));
    assertTrue(failure.getMessage().contains("DEADLINE_EXCEEDED"), failure.getMessage());
    assertEquals(DOCUMENTS, size());
  }
}
