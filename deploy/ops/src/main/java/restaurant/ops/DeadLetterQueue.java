package restaurant.ops;

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
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.UnreadableEvent;
import dev.eventfold.gcp.Failures;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.json.Malformed;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * The dead letters of a listener's subscription. A letter that was pulled and neither published
 * again nor put back is there again after a minute.
 */
final class DeadLetterQueue implements AutoCloseable {

  private static final int BATCH = 100;
  private static final int ACK_DEADLINE_SECONDS = 60;
  private static final Duration PULL = Duration.ofSeconds(2);

  /** A message that was given up. */
  record Letter(ReceivedMessage received, String reason) {

    PubsubMessage message() {
      return received.getMessage();
    }

    /** When, what, and why. */
    String line() {
      var attributes = message().getAttributesMap();
      return "%s  %s@%s %s: %s"
          .formatted(
              attributes.getOrDefault("ce-time", "?"),
              attributes.getOrDefault("ce-subject", "?"),
              attributes.getOrDefault("ce-sequence", "?"),
              attributes.getOrDefault("ce-type", "?"),
              reason);
    }
  }

  private final SubscriptionAdminClient subscriptions;
  private final String letters;
  private final String subscription;
  private final Publisher publisher;

  DeadLetterQueue(Project project, String subscription) {
    this.subscription = subscription;
    this.subscriptions = project.clients().subscriptions();
    this.letters = SubscriptionName.format(project.id(), subscription + "-dead-letters");
    var original =
        subscriptions.getSubscription(SubscriptionName.format(project.id(), subscription));
    this.publisher = project.clients().publisher(TopicName.parse(original.getTopic()).getTopic());
  }

  /** All that there are now. */
  List<Letter> pullAll() {
    var all = new LinkedHashMap<String, Letter>();
    int emptyInARow = 0;
    // A pull may come back empty while there are letters.
    while (emptyInARow < 2) {
      var pulled = pull();
      emptyInARow = pulled.isEmpty() ? emptyInARow + 1 : 0;
      if (!pulled.isEmpty()) {
        keep(pulled.stream().map(ReceivedMessage::getAckId).toList(), ACK_DEADLINE_SECONDS);
      }
      for (var received : pulled) {
        all.put(received.getMessage().getMessageId(), new Letter(received, reason(received)));
      }
    }
    return new ArrayList<>(all.values());
  }

  /** What comes soon: a pull from an empty queue waits for letters. */
  private List<ReceivedMessage> pull() {
    var request = PullRequest.newBuilder().setSubscription(letters).setMaxMessages(BATCH).build();
    try {
      return subscriptions
          .pullCallable()
          .call(request, GrpcCallContext.createDefault().withTimeoutDuration(PULL))
          .getReceivedMessagesList();
    } catch (DeadlineExceededException e) {
      return List.of();
    }
  }

  private String reason(ReceivedMessage received) {
    var message = received.getMessage();
    try {
      var event = EventMessage.event(message.getAttributesMap(), message.getData().toStringUtf8());
      return feeds(event).stream()
          .flatMap(feed -> unreadable(feed, event).stream())
          .findFirst()
          .orElse("can be read now: redrive it");
    } catch (Malformed e) {
      return e.getMessage();
    }
  }

  /** What the subscription feeds, by the event's source and the function's name. */
  private List<Feed<?, ?>> feeds(RecordedEvent event) {
    return Views.all().values().stream()
        .flatMap(List::stream)
        .filter(feed -> feed.source().equals(event.service()))
        .filter(feed -> Views.subscription(feed).equals(subscription))
        .toList();
  }

  private static Optional<String> unreadable(Feed<?, ?> feed, RecordedEvent event) {
    try {
      feed.documents(event);
      return Optional.empty();
    } catch (UnreadableEvent e) {
      return Optional.of(e.getMessage());
    }
  }

  /** Publishes a letter to the topic that it came from, and removes it. */
  void redrive(Letter letter) {
    var attributes = new LinkedHashMap<>(letter.message().getAttributesMap());
    // Pub/Sub's own, about the way that ended here.
    attributes.keySet().removeIf(name -> name.startsWith("CloudPubSubDeadLetter"));
    var message =
        PubsubMessage.newBuilder()
            .putAllAttributes(attributes)
            .setData(letter.message().getData())
            .build();
    try {
      publisher.publish(message).get(30, TimeUnit.SECONDS);
    } catch (ExecutionException e) {
      throw Failures.of("Pub/Sub", e.getCause());
    } catch (TimeoutException e) {
      throw new TransientFailure("Pub/Sub did not take " + letter.line(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted", e);
    }
    subscriptions
        .acknowledgeCallable()
        .call(
            AcknowledgeRequest.newBuilder()
                .setSubscription(letters)
                .addAckIds(letter.received().getAckId())
                .build());
  }

  void putBack(Letter letter) {
    keep(List.of(letter.received().getAckId()), 0);
  }

  private void keep(List<String> ackIds, int seconds) {
    subscriptions
        .modifyAckDeadlineCallable()
        .call(
            ModifyAckDeadlineRequest.newBuilder()
                .setSubscription(letters)
                .addAllAckIds(ackIds)
                .setAckDeadlineSeconds(seconds)
                .build());
  }

  @Override
  public void close() {
    publisher.shutdown();
    subscriptions.close();
  }
}
