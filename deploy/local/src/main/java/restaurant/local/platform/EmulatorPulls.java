package restaurant.local.platform;

import com.google.api.gax.rpc.ApiException;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SubscriptionName;
import dev.eventfold.gcp.Clients;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Takes what was just published out of the subscriptions: the Pub/Sub emulator itself looks for
 * something to push every 100 ms only. It lets push subscriptions be pulled from, and pushes what
 * nobody has pulled, so that nothing depends on this.
 */
final class EmulatorPulls implements AutoCloseable {

  private static final int AT_ONCE = 100;

  /** Takes a message, with the endpoint to which the emulator would have pushed it. */
  interface Sink {
    void take(String subscription, URI endpoint, Push push);
  }

  private final String project;
  private final SubscriptionAdminClient subscriptions;
  private final Sink sink;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Map<String, ConcurrentLinkedQueue<Pull>> byTopic = new ConcurrentHashMap<>();

  EmulatorPulls(Clients clients, Sink sink) {
    this.project = clients.project();
    this.subscriptions = clients.subscriptions();
    this.sink = sink;
  }

  void follow(String topic, String subscription) {
    byTopic.computeIfAbsent(topic, it -> new ConcurrentLinkedQueue<>()).add(new Pull(subscription));
  }

  /** Something was published to a topic. */
  void published(String topic) {
    byTopic.getOrDefault(topic, new ConcurrentLinkedQueue<>()).forEach(Pull::wanted);
  }

  /** Of one subscription, one at a time. */
  private final class Pull {

    private final String subscription;
    private final String name;
    private final AtomicBoolean isWanted = new AtomicBoolean();
    private final AtomicBoolean isRunning = new AtomicBoolean();

    Pull(String subscription) {
      this.subscription = subscription;
      this.name = SubscriptionName.format(project, subscription);
    }

    void wanted() {
      isWanted.set(true);
      if (isRunning.compareAndSet(false, true)) {
        try {
          threads.execute(this::run);
        } catch (RejectedExecutionException closed) {
          // Nobody takes anything any more.
        }
      }
    }

    private void run() {
      try {
        while (isWanted.getAndSet(false)) {
          var received = pull();
          if (!received.isEmpty()) {
            take(received);
            isWanted.set(true);
          }
        }
      } catch (ApiException | CancellationException | RejectedExecutionException pushed) {
        // The emulator is starting again, or the run ends: what is there is pushed, now or later.
      } finally {
        isRunning.set(false);
      }
      if (isWanted.get()) {
        wanted();
      }
    }

    /** What is there now: nobody waits for others to come. */
    @SuppressWarnings("deprecation")
    private List<ReceivedMessage> pull() {
      var request =
          PullRequest.newBuilder()
              .setSubscription(name)
              .setMaxMessages(AT_ONCE)
              .setReturnImmediately(true)
              .build();
      return subscriptions.pullCallable().call(request).getReceivedMessagesList();
    }

    /** As with a push: answered at once, and delivered then. */
    private void take(List<ReceivedMessage> received) {
      // A rebuild leads it elsewhere.
      var endpoint =
          URI.create(subscriptions.getSubscription(name).getPushConfig().getPushEndpoint());
      received.forEach(it -> sink.take(subscription, endpoint, Push.of(name, it.getMessage())));
      subscriptions
          .acknowledgeCallable()
          .call(
              AcknowledgeRequest.newBuilder()
                  .setSubscription(name)
                  .addAllAckIds(received.stream().map(ReceivedMessage::getAckId).toList())
                  .build());
    }
  }

  @Override
  public void close() {
    threads.shutdownNow();
    subscriptions.shutdownNow();
  }
}
