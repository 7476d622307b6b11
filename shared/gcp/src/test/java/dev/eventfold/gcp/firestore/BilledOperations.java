package dev.eventfold.gcp.firestore;

import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.RunQueryResponse;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * Counts what Firestore bills, from the calls themselves: a write for each write of a commit, a
 * read for each document that is returned or looked for in vain, and one for a query that finds
 * nothing.
 */
public final class BilledOperations implements ClientInterceptor {

  private final List<String> calls = new ArrayList<>();
  private final AtomicInteger reads = new AtomicInteger();
  private final AtomicInteger writes = new AtomicInteger();

  /** What was counted. */
  public record Bill(List<String> calls, int reads, int writes) {}

  /** What was counted since the last time. */
  public synchronized Bill take() {
    var bill = new Bill(List.copyOf(calls), reads.getAndSet(0), writes.getAndSet(0));
    calls.clear();
    return bill;
  }

  private synchronized void called(String method) {
    calls.add(method);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    called(method.getBareMethodName());
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void sendMessage(Q request) {
        if (request instanceof CommitRequest commit) {
          writes.addAndGet(commit.getWritesCount());
        }
        super.sendMessage(request);
      }

      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(new CountingListener<>(listener), headers);
      }
    };
  }

  private final class CountingListener<A> extends SimpleForwardingClientCallListener<A> {

    private boolean counted;

    CountingListener(ClientCall.Listener<A> listener) {
      super(listener);
    }

    @Override
    public void onMessage(A answer) {
      if (answer instanceof BatchGetDocumentsResponse) {
        reads.incrementAndGet();
      } else if (answer instanceof RunQueryResponse found) {
        count(found);
      }
      super.onMessage(answer);
    }

    /** Before the client sees it: with "done" it returns, and a test goes on to look. */
    private void count(RunQueryResponse found) {
      if (found.hasDocument() || found.getDone() && !counted) {
        counted = true;
        reads.incrementAndGet();
      }
    }
  }
}
