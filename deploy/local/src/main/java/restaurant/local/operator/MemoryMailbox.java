package restaurant.local.operator;

import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import restaurant.ops.letters.DeadLetterQueue;

/**
 * The dead letters of one subscription, in memory: the newest of them, as many as there is room
 * for.
 */
public final class MemoryMailbox implements DeadLetterQueue.Mailbox {

  /** In bytes of letters. */
  private static final long ROOM = 4L * 1024 * 1024;

  /** In memory, a small letter takes many times its bytes. */
  private static final int MOST = 1_000;

  private final Map<String, Kept> letters = new LinkedHashMap<>();
  private final Consumer<PubsubMessage> topic;
  private final InstantSource clock;
  private final long room;
  private final int most;
  private long bytes;
  private long added;
  private long lost;

  /**
   * A letter that is here.
   *
   * @param from nobody is shown it before
   */
  private record Kept(PubsubMessage message, Instant from) {}

  /**
   * @param topic publishes to where letters came from
   */
  public MemoryMailbox(Consumer<PubsubMessage> topic) {
    this(topic, InstantSource.system(), ROOM, MOST);
  }

  /**
   * @param room in bytes of letters
   * @param most so many letters
   */
  MemoryMailbox(Consumer<PubsubMessage> topic, InstantSource clock, long room, int most) {
    this.topic = topic;
    this.clock = clock;
    this.room = room;
    this.most = most;
  }

  /** Takes one more; the oldest go where there is no room for them any more. */
  public synchronized void add(PubsubMessage letter) {
    added++;
    var id = Long.toString(added);
    put(id, new Kept(letter.toBuilder().setMessageId(id).build(), Instant.MIN));
    var oldest = letters.keySet().iterator();
    while (letters.size() > most || bytes > room && letters.size() > 1) {
      bytes -= letters.get(oldest.next()).message().getSerializedSize();
      oldest.remove();
      lost++;
    }
  }

  private void put(String id, Kept kept) {
    letters.put(id, kept);
    bytes += kept.message().getSerializedSize();
  }

  @Override
  public synchronized List<ReceivedMessage> pull(int most) {
    var now = clock.instant();
    return letters.entrySet().stream()
        .filter(it -> !it.getValue().from().isAfter(now))
        .limit(most)
        .map(
            it ->
                ReceivedMessage.newBuilder()
                    .setAckId(it.getKey())
                    .setMessage(it.getValue().message())
                    .build())
        .toList();
  }

  @Override
  public synchronized void keep(List<String> ackIds, Duration time) {
    var from = clock.instant().plus(time);
    ackIds.forEach(id -> letters.computeIfPresent(id, (i, kept) -> new Kept(kept.message(), from)));
  }

  @Override
  public void publish(PubsubMessage message) {
    topic.accept(message);
  }

  @Override
  public synchronized void remove(String ackId) {
    var kept = letters.remove(ackId);
    bytes -= kept == null ? 0 : kept.message().getSerializedSize();
  }

  @Override
  public synchronized long lost() {
    return lost;
  }
}
