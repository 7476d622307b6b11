package restaurant.ops.letters;

import com.google.api.gax.grpc.GrpcCallContext;
import com.google.api.gax.rpc.DeadlineExceededException;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.pubsub.v1.AcknowledgeRequest;
import com.google.pubsub.v1.ModifyAckDeadlineRequest;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PullRequest;
import com.google.pubsub.v1.ReceivedMessage;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.Failures;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The dead letters of a function's subscription, and the topic that they came from. */
public final class PubSubMailbox implements DeadLetterQueue.Mailbox, AutoCloseable {

  /** How long a pull from an empty queue waits for letters. */
  private static final Duration PATIENCE = Duration.ofSeconds(2);

  private final Clients clients;
  private final SubscriptionAdminClient subscriptions;
  private final String subscription;
  private Publisher publisher;

  /**
   * @param subscriptions stays open when this is closed
   * @param subscription by the name of its function
   */
  public PubSubMailbox(
      Clients clients, SubscriptionAdminClient subscriptions, String subscription) {
    this.clients = clients;
    this.subscriptions = subscriptions;
    this.subscription = subscription;
  }

  private String letters() {
    return name(subscription + "-dead-letters").toString();
  }

  private SubscriptionName name(String of) {
    return SubscriptionName.of(clients.project(), clients.named(of));
  }

  /** Only who publishes needs one. */
  private synchronized Publisher publisher() {
    if (publisher == null) {
      var topic = TopicName.parse(subscriptions.getSubscription(name(subscription)).getTopic());
      publisher = clients.publisher(topic.getTopic());
    }
    return publisher;
  }

  /**
   * What comes soon: a pull from an empty queue waits for letters. An emulator has what there is at
   * once, and would give what comes later to a pull that nobody waits for any more.
   */
  @Override
  @SuppressWarnings("deprecation") // Of the cloud, which may have letters and return none.
  public List<ReceivedMessage> pull(int most) {
    var request =
        PullRequest.newBuilder()
            .setSubscription(letters())
            .setMaxMessages(most)
            .setReturnImmediately(clients.pubsubEmulator().isPresent())
            .build();
    try {
      return subscriptions
          .pullCallable()
          .call(request, GrpcCallContext.createDefault().withTimeoutDuration(PATIENCE))
          .getReceivedMessagesList();
    } catch (DeadlineExceededException e) {
      return List.of();
    }
  }

  @Override
  public void keep(List<String> ackIds, Duration time) {
    subscriptions
        .modifyAckDeadlineCallable()
        .call(
            ModifyAckDeadlineRequest.newBuilder()
                .setSubscription(letters())
                .addAllAckIds(ackIds)
                .setAckDeadlineSeconds((int) time.toSeconds())
                .build());
  }

  @Override
  public void publish(PubsubMessage message) {
    try {
      publisher().publish(message).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw Failures.of("Pub/Sub", e.getCause());
    } catch (TimeoutException e) {
      throw new TransientFailure("Pub/Sub did not take a letter", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted", e);
    }
  }

  @Override
  public void remove(String ackId) {
    subscriptions
        .acknowledgeCallable()
        .call(AcknowledgeRequest.newBuilder().setSubscription(letters()).addAckIds(ackId).build());
  }

  @Override
  public synchronized void close() {
    if (publisher != null) {
      publisher.shutdown();
    }
  }
}
