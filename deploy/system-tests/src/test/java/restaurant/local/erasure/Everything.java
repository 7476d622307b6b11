package restaurant.local.erasure;

import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.pubsub.v1.PushConfig;
import com.google.pubsub.v1.SubscriptionName;
import com.google.pubsub.v1.TopicName;
import dev.eventfold.gcp.Clients;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import restaurant.local.platform.EmulatorApi;

/** Every byte that the stores and topics of a project hold, but for the keys. */
final class Everything implements AutoCloseable {

  private static final int ACK_SECONDS = 600;
  private static final int PAGE = 1_000;

  /** Of an export, in bytes. */
  private static final int BLOCK = 32 * 1024;

  /** Checksum, length, and which part of a record it is. */
  private static final int HEADER = 7;

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
    return exported("eventstore");
  }

  byte[] views() {
    return exported("views");
  }

  /** What {@code gcloud firestore export} would write of a database, without its framing. */
  private byte[] exported(String database) {
    try {
      var folder = Files.createTempDirectory("export");
      new EmulatorApi(clients.firestoreEmulator().orElseThrow(), clients.project())
          .exportTo(folder, database);
      var bytes = new ByteArrayOutputStream();
      try (var files = Files.walk(folder)) {
        for (var file : files.filter(Files::isRegularFile).toList()) {
          bytes.writeBytes(unframed(Files.readAllBytes(file)));
          Files.delete(file);
        }
      }
      return bytes.toByteArray();
    } catch (IOException e) {
      throw new IllegalStateException(e);
    }
  }

  /**
   * Exports are in LevelDB's log format: records are cut where a block ends, in the middle of a
   * word, too.
   *
   * @see <a href="https://github.com/google/leveldb/blob/main/doc/log_format.md">the format</a>
   */
  private static byte[] unframed(byte[] file) {
    var whole = new ByteArrayOutputStream();
    for (int at = 0; at + HEADER <= file.length; ) {
      int left = BLOCK - at % BLOCK;
      int length = (file[at + 4] & 0xff) | (file[at + 5] & 0xff) << 8;
      if (left < HEADER || length == 0) {
        // The rest of a block is empty.
        at += left;
        continue;
      }
      whole.write(file, at + HEADER, Math.min(length, file.length - at - HEADER));
      at += HEADER + length;
    }
    return whole.toByteArray();
  }

  @Override
  public void close() {
    subscriptions.close();
  }
}
