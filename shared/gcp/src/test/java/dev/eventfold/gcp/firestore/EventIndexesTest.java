package dev.eventfold.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.StructuredQuery;
import dev.eventfold.emulators.Needs;
import dev.eventfold.gcp.Backend;
import dev.eventfold.store.EventLog;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.MethodDescriptor;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.Test;

/** Firestore answers a query by an index or not at all; the emulator needs none. */
@Needs(Needs.Tool.EMULATORS)
class EventIndexesTest {

  /** Notes what is asked. */
  private static final class Noting implements ClientInterceptor {
    private final List<StructuredQuery> queries = new CopyOnWriteArrayList<>();

    @Override
    public <Q, A> ClientCall<Q, A> interceptCall(
        MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
      return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
        @Override
        public void sendMessage(Q request) {
          if (request instanceof RunQueryRequest query) {
            queries.add(query.getStructuredQuery());
          }
          super.sendMessage(request);
        }
      };
    }
  }

  private final Noting noting = new Noting();
  private final Backend backend = Emulated.backend(List.of(noting));

  /**
   * @param index whose fields are asked by
   */
  private void assertAsked(String index, List<String> filters, List<String> order) {
    assertTrue(EventDocument.INDEXES.contains(index));
    var query = noting.queries.getFirst();
    var where = query.getWhere();
    var found =
        where.hasFieldFilter()
            ? List.of(where)
            : where.getCompositeFilter().getFiltersList().stream().toList();
    assertEquals(
        filters,
        found.stream()
            .map(filter -> filter.getFieldFilter())
            .map(filter -> filter.getField().getFieldPath() + " " + filter.getOp())
            .toList());
    assertEquals(
        order,
        query.getOrderByList().stream()
            .map(by -> by.getField().getFieldPath() + " " + by.getDirection())
            .toList());
  }

  @Test
  void theLogIsAskedByShardAndCommitTime() {
    backend.eventLog("parcels").readByTime(Instant.EPOCH, EventLog.END, committed -> true);
    assertAsked(
        "shard,committedAt",
        List.of("shard IN", "committedAt GREATER_THAN_OR_EQUAL", "committedAt LESS_THAN"),
        List.of("committedAt ASCENDING", "__name__ ASCENDING"));
  }

  @Test
  void aStreamIsAskedFromItsEndByItsVersion() {
    backend.eventStore("parcels").readLast("p", 50);
    assertAsked("stream,-version", List.of("stream EQUAL"), List.of("version DESCENDING"));
  }

  /** Its keys are in the order of the index. */
  @Test
  void aCommandIsAskedByItsIdAndTheKeysOfItsStream() {
    backend.eventStore("parcels").readCommand("p", "c");
    assertAsked("commandId:up", List.of("commandId EQUAL"), List.of("__name__ ASCENDING"));
  }
}
