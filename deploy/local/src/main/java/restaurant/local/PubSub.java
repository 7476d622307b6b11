package restaurant.local;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.GrpcTransportChannel;
import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.api.gax.rpc.FixedTransportChannelProvider;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.protobuf.Duration;
import com.google.pubsub.v1.DeadLetterPolicy;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.RetryPolicy;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import io.grpc.ManagedChannel;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;

/** Topics and subscriptions on the Pub/Sub emulator, as the deployment makes them in the cloud. */
final class PubSub implements AutoCloseable {

  /** As in the cloud. */
  private static final int MAX_DELIVERY_ATTEMPTS = 20;

  private static final int ACK_DEADLINE_SECONDS = 60;

  private final String project;
  private final ManagedChannel channel;
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;

  PubSub(String project, String address) {
    this.project = project;
    channel = ManagedChannelBuilder.forTarget(address).usePlaintext().build();
    var provider = FixedTransportChannelProvider.create(GrpcTransportChannel.create(channel));
    try {
      topics =
          TopicAdminClient.create(
              TopicAdminSettings.newBuilder()
                  .setTransportChannelProvider(provider)
                  .setCredentialsProvider(NoCredentialsProvider.create())
                  .build());
      subscriptions =
          SubscriptionAdminClient.create(
              SubscriptionAdminSettings.newBuilder()
                  .setTransportChannelProvider(provider)
                  .setCredentialsProvider(NoCredentialsProvider.create())
                  .build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
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
            .setRetryPolicy(
                RetryPolicy.newBuilder()
                    .setMinimumBackoff(Duration.newBuilder().setNanos(100_000_000))
                    .setMaximumBackoff(Duration.newBuilder().setSeconds(10)))
            .setDeadLetterPolicy(
                DeadLetterPolicy.newBuilder()
                    .setDeadLetterTopic(TopicName.format(project, deadLetters))
                    .setMaxDeliveryAttempts(MAX_DELIVERY_ATTEMPTS))
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
    channel.shutdownNow();
  }
}
