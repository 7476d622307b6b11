package dev.eventfold.gcp.metering;

import com.google.firestore.v1.BatchGetDocumentsResponse;
import com.google.firestore.v1.BatchWriteRequest;
import com.google.firestore.v1.CommitRequest;
import com.google.firestore.v1.RunQueryResponse;
import com.google.firestore.v1.Write;
import com.google.protobuf.MessageLite;
import com.google.pubsub.v1.PublishRequest;
import com.google.pubsub.v1.PubsubMessage;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ForwardingClientCall.SimpleForwardingClientCall;
import io.grpc.ForwardingClientCallListener.SimpleForwardingClientCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.Collectors;

/**
 * Counts what Google bills, from the calls themselves: one of the interceptors of {@link
 * dev.eventfold.gcp.Clients}. It counts before the client gets the answer, every try of a call that
 * is tried again, and a write as soon as it is sent: that a refused one is free, nobody says. Safe
 * for many threads, which never wait for each other.
 *
 * @see <a href="https://firebase.google.com/docs/firestore/pricing">what Firestore counts</a>
 * @see <a href="https://cloud.google.com/pubsub/pricing">what Pub/Sub counts</a>
 */
public final class Meter implements ClientInterceptor {

  private static final String QUERY = "google.firestore.v1.Firestore/RunQuery";

  /** Those that are counted below, and Firestore's that cost nothing. */
  private static final Set<String> KNOWN =
      Set.of(
          "google.firestore.v1.Firestore/BatchGetDocuments",
          "google.firestore.v1.Firestore/BatchWrite",
          "google.firestore.v1.Firestore/BeginTransaction",
          "google.firestore.v1.Firestore/Commit",
          "google.firestore.v1.Firestore/Rollback",
          QUERY,
          "google.pubsub.v1.Publisher/Publish");

  /** A request to Pub/Sub is billed as at least so many bytes. */
  public static final int LEAST_MESSAGE_BYTES = 1_000;

  /** A message's time, and its id, whose length Google does not promise: 16 or 17 digits. */
  private static final int STAMP_BYTES = 20 + 17;

  private final Map<Amount, LongAdder> amounts =
      Arrays.stream(Amount.values())
          .collect(
              Collectors.toMap(
                  amount -> amount,
                  amount -> new LongAdder(),
                  (one, other) -> one,
                  () -> new EnumMap<>(Amount.class)));

  private final Map<String, LongAdder> calls = new ConcurrentHashMap<>();

  /** Everything up to now. */
  public Bill bill() {
    var counted = new EnumMap<Amount, Long>(Amount.class);
    amounts.forEach((amount, sum) -> counted.put(amount, sum.sum()));
    var counts = new TreeMap<String, Long>();
    calls.forEach((method, sum) -> counts.put(method, sum.sum()));
    return new Bill(counted, counts);
  }

  private void add(Amount amount, long more) {
    amounts.get(amount).add(more);
  }

  @Override
  public <Q, A> ClientCall<Q, A> interceptCall(
      MethodDescriptor<Q, A> method, CallOptions options, Channel next) {
    calls.computeIfAbsent(method.getBareMethodName(), name -> new LongAdder()).increment();
    if (!KNOWN.contains(method.getFullMethodName())) {
      add(Amount.UNPRICED_CALLS, 1);
    }
    return new SimpleForwardingClientCall<>(next.newCall(method, options)) {
      @Override
      public void sendMessage(Q request) {
        sent(request);
        super.sendMessage(request);
      }

      @Override
      public void start(Listener<A> listener, Metadata headers) {
        boolean isQuery = method.getFullMethodName().equals(QUERY);
        super.start(new Counting<>(listener, isQuery), headers);
      }
    };
  }

  private void sent(Object request) {
    add(Amount.SENT_BYTES, bytes(request));
    switch (request) {
      case CommitRequest commit -> write(commit.getWritesList());
      case BatchWriteRequest batch -> write(batch.getWritesList());
      case PublishRequest publish -> {
        add(Amount.MESSAGES, publish.getMessagesCount());
        add(Amount.MESSAGE_BYTES, messageBytes(publish.getMessagesList()));
      }
      default -> {
        // Bills by its answers, or not at all.
      }
    }
  }

  private void write(List<Write> writes) {
    long deletes =
        writes.stream().filter(it -> it.getOperationCase() == Write.OperationCase.DELETE).count();
    add(Amount.DELETES, deletes);
    add(Amount.WRITES, writes.size() - deletes);
  }

  /**
   * As how many bytes Pub/Sub bills messages that go in one request, published or delivered: data,
   * names and values of attributes, time and id of each, and at least {@link #LEAST_MESSAGE_BYTES}.
   */
  public static long messageBytes(List<PubsubMessage> messages) {
    long bytes = messages.stream().mapToLong(Meter::bytes).sum();
    return Math.max(bytes, LEAST_MESSAGE_BYTES);
  }

  private static long bytes(PubsubMessage message) {
    return STAMP_BYTES
        + message.getData().size()
        + message.getAttributesMap().entrySet().stream()
            .mapToLong(it -> utf8(it.getKey()) + utf8(it.getValue()))
            .sum();
  }

  private static int utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }

  private static long bytes(Object message) {
    return message instanceof MessageLite protobuf ? protobuf.getSerializedSize() : 0;
  }

  private final class Counting<A> extends SimpleForwardingClientCallListener<A> {

    private final boolean isQuery;
    private boolean found;

    Counting(ClientCall.Listener<A> listener, boolean isQuery) {
      super(listener);
      this.isQuery = isQuery;
    }

    @Override
    public void onMessage(A answer) {
      add(Amount.RECEIVED_BYTES, bytes(answer));
      switch (answer) {
        case BatchGetDocumentsResponse one when one.hasFound() || one.hasMissing() ->
            add(Amount.READS, 1);
        case RunQueryResponse some -> count(some);
        default -> {
          // Billed by its request, or not at all.
        }
      }
      super.onMessage(answer);
    }

    /** Documents that an offset skips are billed as well. */
    private void count(RunQueryResponse some) {
      long reads = some.getSkippedResults() + (some.hasDocument() ? 1 : 0);
      found |= reads > 0;
      add(Amount.READS, reads);
      if (some.getDone()) {
        countNothingFound();
      }
    }

    private void countNothingFound() {
      if (!found) {
        found = true;
        add(Amount.READS, 1);
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      if (isQuery && status.isOk()) {
        countNothingFound();
      }
      super.onClose(status, trailers);
    }
  }
}
