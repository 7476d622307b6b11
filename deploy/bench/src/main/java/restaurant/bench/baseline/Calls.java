package restaurant.bench.baseline;

import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.RunQueryResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts calls to Firestore on their channel, and the documents that come back. */
public final class Calls implements ClientInterceptor {

  private final AtomicInteger calls = new AtomicInteger();
  private final AtomicInteger documents = new AtomicInteger();

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    calls.incrementAndGet();
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(
            new SimpleForwardingClientCallListener<>(listener) {
              @Override
              public void onMessage(A answer) {
                if (answer instanceof BatchGetDocumentsResponse
                    || answer instanceof RunQueryResponse found && found.hasDocument()) {
                  documents.incrementAndGet();
                }
                super.onMessage(answer);
              }
            },
            headers);
      }
    };
  }

  @Override
  public String toString() {
    return "%d RPC, %d documents read".formatted(calls.get(), documents.get());
  }
}
