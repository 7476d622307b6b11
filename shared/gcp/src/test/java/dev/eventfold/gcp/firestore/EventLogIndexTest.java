package dev.eventfold.gcp.firestore;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.StructuredQuery;
import dev.eventfold.emulators.Needs;
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
class EventLogIndexTest {

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

  @Test
  void whatIsAskedByCommitTimeIsAskedByItsIndex() throws Exception {
    var noting = new Noting();
    var history = Emulated.backend(List.of(noting)).eventLog("parcels");
    history.readByTime(Instant.EPOCH, EventLog.END, committed -> true);
    var query = noting.queries.getFirst();
    var filters =
        query.getWhere().getCompositeFilter().getFiltersList().stream()
            .map(filter -> filter.getFieldFilter())
            .map(filter -> filter.getField().getFieldPath() + " " + filter.getOp())
            .toList();
    assertEquals(
        List.of("shard IN", "committedAt GREATER_THAN_OR_EQUAL", "committedAt LESS_THAN"), filters);
    assertEquals(
        List.of("committedAt", "__name__"),
        query.getOrderByList().stream().map(order -> order.getField().getFieldPath()).toList());
    assertEquals(List.of("shard", "committedAt"), EventDocument.INDEX);
  }
}
