package restaurant.local;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.protobuf.Duration;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import restaurant.google.Clients;

/** Topics and subscriptions on the Pub/Sub emulator, as the deployment makes them in the cloud. */
final class PubSub implements AutoCloseable {

  private static final int ACK_DEADLINE_SECONDS = 10;

  private final String project;
  private final int maxTries;
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;

  /**
   * @param maxTries after so many a message is dead-lettered
   */
  PubSub(Clients clients, int maxTries) {
    this.maxTries = maxTries;
    this.project = clients.project();
    this.topics = clients.topics();
    this.subscriptions = clients.subscriptions();
  }

  void topic(String name) {
    try {
      topics.createTopic(TopicName.of(project, name));
    } catch (AlreadyExistsException e) {
      // From an earlier run.
    }
  }

  /** A push subscription with retries and a dead-letter topic that keeps what it is sent. */
  void pushSubscription(String name, String topic, String endpoint) {
    topic(topic);
    var deadLetters = name + "-dead-letters";
    topic(deadLetters);
    subscribe(
        Subscription.newBuilder()
            .setName(SubscriptionName.format(project, deadLetters))
            .setTopic(TopicName.format(project, deadLetters))
            .build());
    var push = PushConfig.newBuilder().setPushEndpoint(endpoint).build();
    subscribe(
        Subscription.newBuilder()
            .setName(SubscriptionName.format(project, name))
            .setTopic(TopicName.format(project, topic))
            .setPushConfig(push)
            .setAckDeadlineSeconds(ACK_DEADLINE_SECONDS)
            // The emulator makes of this what it likes: a second at first, then three.
            .setRetryPolicy(
                RetryPolicy.newBuilder()
                    .setMinimumBackoff(Duration.newBuilder().setNanos(100_000_000))
                    .setMaximumBackoff(Duration.newBuilder().setSeconds(1)))
            .setDeadLetterPolicy(
                DeadLetterPolicy.newBuilder()
                    .setDeadLetterTopic(TopicName.format(project, deadLetters))
                    .setMaxDeliveryAttempts(maxTries))
            .build());
    // The endpoint's port is another in every run.
    subscriptions.modifyPushConfig(SubscriptionName.of(project, name), push);
  }

  private void subscribe(Subscription subscription) {
    try {
      subscriptions.createSubscription(subscription);
    } catch (AlreadyExistsException e) {
      // From an earlier run.
    }
  }

  @Override
  public void close() {
    topics.close();
    subscriptions.close();
  }
}
