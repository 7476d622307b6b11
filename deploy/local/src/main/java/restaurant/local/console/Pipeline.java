package restaurant.local.console;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.Locale;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.LinkedBlockingQueue;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Delivery;

/**
 * What happens in the local run, message by message, for whoever looks: {@code
 * deploy/console/README.md} lists them. Nothing of an event's payload is in any.
 */
public final class Pipeline implements Delivery.Listener {

  /** For a page that is opened, or comes back, later. */
  private static final int KEPT = 1_000;

  /** Whoever is further behind has stopped reading. */
  private static final int MOST_UNREAD = 10_000;

  private static final String BILL = "bill";

  /**
   * A message.
   *
   * @param number counts from 1
   */
  record Message(long number, String name, JsonNode data) {}

  private final Deque<Message> kept = new ArrayDeque<>();
  private final Set<BlockingQueue<Message>> readers = ConcurrentHashMap.newKeySet();
  private long count;

  private static ObjectNode now() {
    var now = Instant.now();
    return Json.TOLERANT
        .createObjectNode()
        .put("at", now.getEpochSecond() * 1e3 + now.getNano() / 1_000 / 1e3);
  }

  private synchronized void add(String name, JsonNode data) {
    var message = new Message(++count, name, data);
    kept.addLast(message);
    if (kept.size() > KEPT) {
      kept.removeFirst();
    }
    readers.removeIf(reader -> !reader.offer(message));
  }

  /** Messages from the first after a number that is still kept, until {@link #leave}. */
  synchronized BlockingQueue<Message> join(long after) {
    var reader = new LinkedBlockingQueue<Message>(MOST_UNREAD);
    kept.stream().filter(message -> message.number() > after).forEach(reader::add);
    readers.add(reader);
    return reader;
  }

  void leave(BlockingQueue<Message> reader) {
    readers.remove(reader);
  }

  /** False for a reader that was too slow: it gets nothing more. */
  boolean isServed(BlockingQueue<Message> reader) {
    return readers.contains(reader);
  }

  @Override
  public void told(Delivery delivery, Delivery.Outcome outcome, int attempt) {
    var event = delivery.event();
    var data = now();
    data.put("hop", delivery.hop().name().toLowerCase(Locale.ROOT))
        .put("function", delivery.function())
        .put("outcome", outcome.name().toLowerCase(Locale.ROOT))
        .put("attempt", attempt);
    data.putObject("event")
        .put("id", event.id())
        .put("service", event.service())
        .put("type", event.type())
        .put("aggregateId", event.stream())
        .put("version", event.version())
        .put("timestamp", event.timestamp().toString())
        .put("commandId", event.metadata().commandId())
        .put("correlationId", event.metadata().correlationId())
        .put("causationId", event.metadata().causationId());
    add("delivery", data);
  }

  /** A command was answered. */
  void answered(AnsweredCommand command) {
    add("command", now().setAll((ObjectNode) Json.tree(command)));
  }

  /** A reconciler has applied what was lost for good. */
  public void repaired(String view, String source, int events) {
    add("repair", now().put("view", view).put("source", source).put("events", events));
  }

  /** This is on the bill by now: what was on it before is on it still, and is not kept. */
  synchronized void billed(BilledOperations total) {
    kept.removeIf(message -> message.name().equals(BILL));
    add(BILL, now().setAll((ObjectNode) Json.tree(total)));
  }

  /** Deliveries are as bad as this from now on. */
  void suffers(Chaos chaos) {
    add("chaos", now().setAll((ObjectNode) Json.tree(chaos)));
  }
}
