package restaurant.local.platform;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import dev.eventfold.emulators.Needs;
import dev.eventfold.emulators.SharedEmulators;
import dev.eventfold.gcp.Clients;
import dev.eventfold.json.Json;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@Needs(Needs.Tool.EMULATORS)
class EmulatorPullsTest {

  /** Nobody listens there: what the emulator pushes is not taken. */
  private static final URI ENDPOINT =
      URI.create("http://127.0.0.1:1/push/menu-items?into=menu-items,menu-items-1");

  private static final int MANY = 250;
  private static final int PATIENCE_SECONDS = 60;

  private final String project = SharedEmulators.newProject();
  private final Clients clients =
      new Clients(
          project,
          Optional.of(SharedEmulators.get().firestore()),
          Optional.of(SharedEmulators.get().pubsub()),
          List.of());

  private record Taken(String subscription, URI endpoint, Push push) {}

  @Test
  void whatIsPublishedIsTakenFromEverySubscriptionAsIfItWerePushed() throws Exception {
    Queue<Taken> taken = new ConcurrentLinkedQueue<>();
    var topic = TopicName.of(project, "menu-events");
    var subscribed = Set.of("menu-items", "audit-menu");
    try (var topics = clients.topics();
        var subscriptions = clients.subscriptions();
        var pulls =
            new EmulatorPulls(clients, (name, at, push) -> taken.add(new Taken(name, at, push)))) {
      topics.createTopic(topic);
      for (var name : subscribed) {
        subscriptions.createSubscription(
            SubscriptionName.of(project, name),
            topic,
            PushConfig.newBuilder().setPushEndpoint(ENDPOINT.toString()).build(),
            10);
        pulls.follow("menu-events", name);
      }
      var ids =
          topics
              .publish(
                  topic, IntStream.range(0, MANY).mapToObj(EmulatorPullsTest::message).toList())
              .getMessageIdsList();

      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
      while (seen(taken).size() < MANY * subscribed.size()) {
        // Again: some, the emulator is just trying to push.
        pulls.published("menu-events");
        assertTrue(System.nanoTime() < end, () -> seen(taken).size() + " of them");
        TimeUnit.MILLISECONDS.sleep(20);
      }
      assertEquals(
          subscribed.stream()
              .flatMap(name -> ids.stream().map(id -> name + " " + id))
              .collect(Collectors.toSet()),
          seen(taken));
    }
    var first = taken.element();
    assertEquals(ENDPOINT, first.endpoint());
    var body = Json.parse(new String(first.push().at(3), StandardCharsets.UTF_8));
    assertEquals(3, body.path("deliveryAttempt").asInt());
    assertEquals(
        SubscriptionName.format(project, first.subscription()), body.path("subscription").asText());
    assertEquals("Crêpe", body.at("/message/attributes/dish").asText());
    assertTrue(Instant.parse(body.at("/message/publishTime").asText()).isAfter(Instant.EPOCH));
    var letter = first.push().deadLetter(project, first.subscription(), 20);
    assertEquals("{}", letter.getData().toStringUtf8());
  }

  private static PubsubMessage message(int number) {
    return PubsubMessage.newBuilder()
        .putAttributes("dish", "Crêpe")
        .putAttributes("number", Integer.toString(number))
        .setData(ByteString.copyFromUtf8("{}"))
        .build();
  }

  private static Set<String> seen(Queue<Taken> taken) {
    return taken.stream()
        .map(it -> it.subscription() + " " + it.push().body().at("/message/messageId").asText())
        .collect(Collectors.toSet());
  }
}
