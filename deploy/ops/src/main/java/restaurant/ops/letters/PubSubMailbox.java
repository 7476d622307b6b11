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
import com.google.pubsub.v1.TopicName;
import dev.eventfold.gcp.Failures;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import restaurant.ops.Project;

/** The dead letters of a function's subscription, and the topic that they came from. */
final class PubSubMailbox implements DeadLetterQueue.Mailbox, AutoCloseable {

  private static final Duration PULL = Duration.ofSeconds(2);

  private final SubscriptionAdminClient subscriptions;
  private final String letters;
  private final Publisher publisher;

  PubSubMailbox(Project project, String subscription) {
    this.subscriptions = project.clients().subscriptions();
    this.letters = project.subscription(subscription + "-dead-letters").toString();
    var original = subscriptions.getSubscription(project.subscription(subscription));
    this.publisher = project.clients().publisher(TopicName.parse(original.getTopic()).getTopic());
  }

  /** What comes soon: a pull from an empty queue waits for letters. */
  @Override
  public List<ReceivedMessage> pull(int most) {
    var request = PullRequest.newBuilder().setSubscription(letters).setMaxMessages(most).build();
    try {
      return subscriptions
          .pullCallable()
          .call(request, GrpcCallContext.createDefault().withTimeoutDuration(PULL))
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
                .setSubscription(letters)
                .addAllAckIds(ackIds)
                .setAckDeadlineSeconds((int) time.toSeconds())
                .build());
  }

  @Override
  public void publish(PubsubMessage message) {
    try {
      publisher.publish(message).get(30, TimeUnit.SECONDS);
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
        .call(AcknowledgeRequest.newBuilder().setSubscription(letters).addAckIds(ackId).build());
  }

  @Override
  public void close() {
    publisher.shutdown();
    subscriptions.close();
  }
}
