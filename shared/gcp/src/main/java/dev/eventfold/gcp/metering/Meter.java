package dev.eventfold.gcp.metering;

import com.google.firestore.v1.BatchGetDocumentsRequest;
import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.RunQueryRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.Write;
import com.google.pubsub.v1.PublishRequest;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.Map;

/**
 * Counts what Google bills, on the channels to Firestore and Pub/Sub: nothing is declared, and a
 * call of a kind that it does not know fails. Safe for many threads.
 *
 * @see <a href="https://cloud.google.com/firestore/pricing">what counts as a read</a>
 */
public final class Meter implements ClientInterceptor {

  private Bill counted = Bill.NOTHING;

  /** What was counted since the last time. */
  public synchronized Bill take() {
    var bill = counted;
    counted = Bill.NOTHING;
    return bill;
  }

  private synchronized void count(Bill more) {
    counted = counted.plus(more);
  }

  private void reads(long reads) {
    count(new Bill(reads, 0, 0, 0, Map.of()));
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    count(new Bill(0, 0, 0, 0, Map.of(method.getBareMethodName(), 1)));
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void sendMessage(Q request) {
        count(asked(request));
        super.sendMessage(request);
      }

      @Override
      public void start(Listener<A> listener, Metadata headers) {
        super.start(new Answers<>(listener), headers);
      }
    };
  }

  /**
   * What it costs, or would: whether a write that a precondition refuses is billed, nobody says.
   */
  private static Bill asked(Object request) {
    return switch (request) {
      case CommitRequest commit -> {
        long deletes = commit.getWritesList().stream().filter(Write::hasDelete).count();
        yield new Bill(0, commit.getWritesCount() - deletes, deletes, 0, Map.of());
      }
      case PublishRequest publish -> new Bill(0, 0, 0, publish.getMessagesCount(), Map.of());
      // What they cost is in their answers.
      case BatchGetDocumentsRequest get -> Bill.NOTHING;
      case RunQueryRequest query -> Bill.NOTHING;
      default ->
          throw new IllegalStateException("nobody has said what it costs: " + request.getClass());
    };
  }

  private final class Answers<A> extends SimpleForwardingClientCallListener<A> {

    private boolean isQuery;
    private boolean foundAny;

    Answers(ClientCall.Listener<A> listener) {
      super(listener);
    }

    /** Before the client sees it: it may return with the last part, and its caller looks here. */
    @Override
    public void onMessage(A answer) {
      switch (answer) {
        case BatchGetDocumentsResponse one when !one.getResultCase().name().startsWith("RESULT") ->
            reads(1);
        case RunQueryResponse part -> query(part);
        default -> {
          // Nothing that is billed.
        }
      }
      super.onMessage(answer);
    }

    private void query(RunQueryResponse part) {
      isQuery = true;
      if (part.hasDocument() || part.getDone() && !foundAny) {
        foundAny = true;
        reads(1);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (isQuery && !foundAny && status.isOk()) {
        reads(1);
      }
      super.onClose(status, trailers);
    }
  }
}
