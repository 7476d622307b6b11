package restaurant.local.erasure;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import dev.eventfold.gcp.Clients;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/** Every byte that the stores and topics of a project hold, but for the keys. */
final class Everything implements AutoCloseable {

  private static final int ACK_SECONDS = 600;
  private static final int PAGE = 1_000;

  private final Clients clients;
  private final SubscriptionAdminClient subscriptions;
  private final List<SubscriptionName> listening = new ArrayList<>();

  Everything(Clients clients) {
    this.clients = clients;
    this.subscriptions = clients.subscriptions();
  }

  /** Listens to every topic there is, from now on. */
  void listen() {
    try (var topics = clients.topics()) {
      for (var topic : topics.listTopics("projects/" + clients.project()).iterateAll()) {
        var name = TopicName.parse(topic.getName());
        var own = SubscriptionName.of(clients.project(), "scan-" + name.getTopic());
        subscriptions.createSubscription(
            own.toString(), name.toString(), PushConfig.getDefaultInstance(), ACK_SECONDS);
        listening.add(own);
      }
    }
  }

  /** What was published since, in every topic, and what waits in every pull subscription. */
  byte[] messages() {
    var bytes = new ByteArrayOutputStream();
    for (var subscription : listening) {
      while (true) {
        var page =
            subscriptions.pull(subscription.toString(), true, PAGE).getReceivedMessagesList();
        if (page.isEmpty()) {
          break;
        }
        var acks = new ArrayList<String>();
        for (var message : page) {
          bytes.writeBytes(message.getMessage().toByteArray());
          acks.add(message.getAckId());
        }
        subscriptions.acknowledge(subscription.toString(), acks);
      }
    }
    return bytes.toByteArray();
  }

  byte[] events() {
    return documents(clients.eventStore());
  }

  byte[] views() {
    return documents(clients.views());
  }

  private static byte[] documents(Firestore firestore) {
    var text = new StringBuilder();
    try {
      for (var collection : firestore.listCollections()) {
        for (var document : collection.get().get().getDocuments()) {
          text.append(document.getReference().getPath()).append(' ');
          text.append(new TreeMap<>(document.getData())).append('\n');
        }
      }
      firestore.close();
    } catch (Exception e) {
      throw new IllegalStateException(e);
    }
    return text.toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public void close() {
    subscriptions.close();
  }
}
