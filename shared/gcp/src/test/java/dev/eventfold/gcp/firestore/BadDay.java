package dev.eventfold.gcp.firestore;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Has calls end as they do on a bad day. */
public final class BadDay implements ClientInterceptor {

  /** When the failure comes. */
  public enum Moment {
    /** The call never reaches the store. */
    BEFORE,
    /** The store does what it is asked, and the answer is lost. */
    AFTER,
    /** The client is told of a failure at once; the store gets the call after the next one. */
    LATE,
    /** The same, after the next one of its method. */
    LATER
  }

  private record Strike(String method, Status status, Moment moment) {}

  private final Queue<Strike> strikes = new ArrayDeque<>();
  private final Queue<Refused<?, ?>> held = new ConcurrentLinkedQueue<>();
  private final Queue<CompletableFuture<Status>> late = new ConcurrentLinkedQueue<>();

  /** The next calls of a method fail, so many. */
  public synchronized void strike(String method, Status status, Moment moment, int times) {
    for (int i = 0; i < times; i++) {
      strikes.add(new Strike(method, status, moment));
    }
  }

  public synchronized void isOver() {
    strikes.clear();
  }

  /** What became of the call that came late. */
  Status late() {
    return late.remove().join();
  }

  private synchronized Strike strikeOn(String method) {
    var next = strikes.peek();
    return next != null && next.method().equals(method) ? strikes.remove() : null;
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    var strike = strikeOn(method.getBareMethodName());
    var call = next.newCall(method, options);
    if (strike == null) {
      return new ThenTheHeld<>(call, method.getBareMethodName());
    }
    return strike.moment() == Moment.AFTER
        ? new AnswerLost<>(call, strike.status())
        : new Refused<>(call, strike);
  }

  /** Goes through; when it has ended, what was held comes late. */
  private final class ThenTheHeld<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final String method;

    ThenTheHeld(ClientCall<Q, A> call, String method) {
      super(call);
      this.method = method;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onClose(Status status, Metadata trailers) {
              held.removeIf(call -> call.sentAfter(method));
              super.onClose(status, trailers);
            }
          },
          headers);
    }
  }

  private static final class AnswerLost<Q, A> extends SimpleForwardingClientCall<Q, A> {
    private final Status status;

    AnswerLost(ClientCall<Q, A> call, Status status) {
      super(call);
      this.status = status;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      super.start(
          new SimpleForwardingClientCallListener<>(listener) {
            @Override
            public void onMessage(A answer) {
              // Lost.
            }

            @Override
            public void onClose(Status closed, Metadata trailers) {
              super.onClose(status, trailers);
            }
          },
          headers);
    }
  }

  /** Fails at once. What it was to send is kept for later, or for never. */
  private final class Refused<Q, A> extends ClientCall<Q, A> {
    private final ClientCall<Q, A> call;
    private final Strike strike;
    private Listener<A> listener;
    private Metadata headers;
    private Q request;

    Refused(ClientCall<Q, A> call, Strike strike) {
      this.call = call;
      this.strike = strike;
    }

    @Override
    public void start(Listener<A> listener, Metadata headers) {
      this.listener = listener;
      this.headers = headers;
    }

    @Override
    public void sendMessage(Q message) {
      request = message;
    }

    @Override
    public void halfClose() {
      if (strike.moment() != Moment.BEFORE) {
        held.add(this);
      }
      listener.onClose(strike.status(), new Metadata());
    }

    /** Whether this was its time. */
    boolean sentAfter(String other) {
      if (strike.moment() == Moment.LATER && !other.equals(strike.method())) {
        return false;
      }
      var outcome = new CompletableFuture<Status>();
      late.add(outcome);
      call.start(
          new Listener<A>() {
            @Override
            public void onClose(Status status, Metadata trailers) {
              outcome.complete(status);
            }
          },
          headers);
      call.request(2);
      call.sendMessage(request);
      call.halfClose();
      return true;
    }

    @Override
    public void request(int messages) {
      // There will be none.
    }

    @Override
    public void cancel(String message, Throwable cause) {
      // It has ended.
    }
  }
}
