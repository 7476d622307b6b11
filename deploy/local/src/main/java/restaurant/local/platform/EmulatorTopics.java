package restaurant.local.platform;

import com.google.api.gax.rpc.AlreadyExistsException;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.Subscription;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import dev.eventfold.emulators.Ports;
import dev.eventfold.gcp.Clients;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import restaurant.local.functions.StartFailed;
import restaurant.ops.letters.PubSubMailbox;

/** Topics and subscriptions on the Pub/Sub emulator, as the deployment makes them in the cloud. */
final class EmulatorTopics implements AutoCloseable {

  private static final int ACK_DEADLINE_SECONDS = 10;

  private final Clients clients;
  private final String project;
  private final TopicAdminClient topics;
  private final SubscriptionAdminClient subscriptions;
  private final Map<String, PubSubMailbox> mailboxes = new ConcurrentHashMap<>();

  EmulatorTopics(Clients clients) {
    this.clients = clients;
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

  /**
   * A push subscription, and a dead-letter topic that keeps what it is sent. It has no policy of
   * retries and dead letters: the emulator cannot keep one (see {@link EmulatorCallbacks}).
   */
  void pushSubscription(String name, String topic, String endpoint) {
    topic(topic);
    var deadLetters = deadLetters(name);
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
            .build());
    // The endpoint's port is another in every run; where a rebuild has led the view, it stays.
    var subscription = SubscriptionName.of(project, name);
    var before = subscriptions.getSubscription(subscription).getPushConfig().getPushEndpoint();
    int query = before.indexOf('?');
    var server = URI.create(before).getAuthority();
    if (!server.equals(URI.create(endpoint).getAuthority()) && Ports.isOpen(server)) {
      throw new StartFailed(
          "Another run uses project %s of these emulators: stop it, or name another with --project."
              .formatted(project));
    }
    subscriptions.modifyPushConfig(
        subscription,
        query < 0
            ? push
            : push.toBuilder().setPushEndpoint(endpoint + before.substring(query)).build());
  }

  /** Keeps a message that a subscription's function did not take. */
  void deadLetter(String subscription, Push push, int attempts) {
    topics.publish(
        TopicName.of(project, deadLetters(subscription)),
        List.of(push.deadLetter(project, subscription, attempts)));
  }

  /** What was kept of a subscription. */
  PubSubMailbox mailbox(String subscription) {
    return mailboxes.computeIfAbsent(
        subscription, name -> new PubSubMailbox(clients, subscriptions, name));
  }

  private static String deadLetters(String subscription) {
    return subscription + "-dead-letters";
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
    mailboxes.values().forEach(PubSubMailbox::close);
    topics.close();
    subscriptions.close();
  }
}
