package restaurant.ops.letters;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.json.Json;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import restaurant.ops.Memory;

class DeadLetterQueueTest {

  /** Keeps letters as Pub/Sub does, and notes what it was asked for. */
  private static final class Mailbox implements DeadLetterQueue.Mailbox {

    private static final Duration DEADLINE = Duration.ofSeconds(10);

    private final List<PubsubMessage> letters = new ArrayList<>();
    private final Map<String, Instant> hidden = new HashMap<>();
    private final List<PubsubMessage> published = new ArrayList<>();
    private Instant now = Instant.parse("2026-01-31T12:00:00Z");
    private Duration onePull = Duration.ofMillis(50);
    private Duration onePublish = Duration.ZERO;
    private int atOnce = Integer.MAX_VALUE;
    private boolean comesBack;
    private int room = Integer.MAX_VALUE;
    private int pulls;
    private int shown;
    private int mostShown;

    void put(int letter) {
      letters.add(
          PubsubMessage.newBuilder()
              .setMessageId("message-" + letters.size())
              .putAttributes("ce-id", "event-" + letter)
              .putAttributes("CloudPubSubDeadLetterSourceSubscription", "orders")
              .setData(ByteString.copyFromUtf8("{}"))
              .build());
    }

    @Override
    public List<ReceivedMessage> pull(int most) {
      assertTrue(pulls++ < 10_000, "there is no end to it");
      shown = 0;
      now = now.plus(onePull);
      var some =
          letters.stream()
              .filter(it -> !hidden.getOrDefault(it.getMessageId(), Instant.MIN).isAfter(now))
              // As unkind as it may be: what was shown before comes first.
              .sorted(Comparator.comparing(it -> !hidden.containsKey(it.getMessageId())))
              .limit(Math.min(most, atOnce))
              .toList();
      some.forEach(it -> hidden.put(it.getMessageId(), now.plus(DEADLINE)));
      return some.stream()
          .map(
              it -> ReceivedMessage.newBuilder().setMessage(it).setAckId(it.getMessageId()).build())
          .toList();
    }

    @Override
    public void keep(List<String> ackIds, Duration time) {
      ackIds.forEach(id -> hidden.put(id, now.plus(time)));
    }

    @Override
    public void publish(PubsubMessage message) {
      if (published.size() == room) {
        throw new TransientFailure("the topic takes no more", null);
      }
      now = now.plus(onePublish);
      published.add(message);
      if (comesBack) {
        put(Integer.parseInt(message.getAttributesOrThrow("ce-id").replace("event-", "")));
      }
    }

    @Override
    public void remove(String ackId) {
      letters.removeIf(it -> it.getMessageId().equals(ackId));
    }

    /** Whether nobody else would be shown any of them now. */
    boolean hidesAll() {
      return letters.stream().allMatch(it -> hidden.get(it.getMessageId()).isAfter(now));
    }

    void show() {
      mostShown = Math.max(mostShown, ++shown);
    }
  }

  private final Mailbox mailbox = new Mailbox();
  private final Memory memory =
      new Memory() {
        @Override
        public InstantSource clock() {
          return () -> mailbox.now;
        }
      };
  private final DeadLetterQueue queue = new DeadLetterQueue(mailbox, "orders", memory);

  /** Why a subscription gave up on an event. */
  private String reason(String subscription, RecordedEvent event) {
    mailbox.letters.add(
        PubsubMessage.newBuilder()
            .setMessageId("message")
            .putAllAttributes(EventMessage.attributes(event))
            .setData(ByteString.copyFromUtf8(Json.text(event.payload())))
            .build());
    var reasons = new ArrayList<String>();
    new DeadLetterQueue(mailbox, subscription, memory)
        .each(letter -> !reasons.add(letter.reason()));
    return reasons.getFirst();
  }

  @Test
  void aProjectorThatCanReadItNowCanApplyIt() {
    assertEquals(
        "can be read now: redrive it", reason("payments", memory.paymentRequested("order")));
  }

  @Test
  void whatAReactorCouldNotDoIsInItsLog() {
    assertEquals(
        "can be read: the log of payments-on-payments says what failed",
        reason("payments-on-payments", memory.paymentRequested("order")));
  }

  @Test
  void whatNothingFollowsFromIsRedriven() {
    assertEquals(
        "nothing follows from it now: redrive it",
        reason("payments-on-orders", memory.orderOpened("order")));
  }

  @Test
  void whatAReactorCannotReadIsSaid() {
    var event = memory.paymentRequested("order");
    var newer =
        new RecordedEvent(
            event.id(),
            event.service(),
            event.stream(),
            event.version(),
            event.type(),
            99,
            event.timestamp(),
            event.payload(),
            event.metadata());
    assertEquals(
        "payments order@0000000001 paymentRequested schema 99: unknown schema",
        reason("payments-on-payments", newer));
  }

  private void letters(int number) {
    IntStream.range(0, number).forEach(mailbox::put);
  }

  @Test
  void eachIsShownOnceAndStays() {
    letters(250);
    var seen = new ArrayList<String>();
    var run = queue.each(letter -> !seen.add(letter.message().getMessageId()));
    assertEquals(new DeadLetterQueue.Seen(250, 0, true), run);
    assertEquals(250, seen.stream().distinct().count());
    assertEquals(250, seen.size());
    assertEquals(250, mailbox.letters.size());
    assertEquals(100, mailbox.pull(100).size(), "they can be pulled at once");
  }

  @Test
  void whatGoesIsPublishedAndRemovedAndNothingElse() {
    letters(250);
    var run = queue.each(letter -> letter.text().length() > 0 && isEven(letter));
    assertEquals(new DeadLetterQueue.Seen(250, 125, true), run);
    assertEquals(125, mailbox.letters.size());
    assertEquals(125, mailbox.published.size());
    assertFalse(
        mailbox.published.getFirst().containsAttributes("CloudPubSubDeadLetterSourceSubscription"));
  }

  private static boolean isEven(DeadLetterQueue.Letter letter) {
    return letter.message().getAttributesOrThrow("ce-id").matches(".*[02468]");
  }

  @Test
  void howManyThereAreIsNoMatterOfMemory() {
    letters(DeadLetterQueue.MOST + 500);
    var run =
        queue.each(
            letter -> {
              mailbox.show();
              return false;
            });
    assertEquals("10000 or more", run.number().toString());
    assertEquals(DeadLetterQueue.BATCH, mailbox.mostShown);
  }

  /** What was pulled first comes again before the last has been pulled. */
  @Test
  void itEndsHoweverLongPullingTakes() {
    letters(60);
    mailbox.atOnce = 1;
    mailbox.onePull = Duration.ofSeconds(2);
    assertEquals(new DeadLetterQueue.Seen(60, 0, true), queue.each(letter -> false));
  }

  @Test
  void itEndsThoughNothingCanBeKept() {
    letters(60);
    mailbox.onePull = DeadLetterQueue.KEPT.multipliedBy(2);
    assertEquals(new DeadLetterQueue.Seen(60, 0, true), queue.each(letter -> false));
  }

  @Test
  void whatFailsAgainIsNotPublishedForEver() {
    letters(3);
    mailbox.comesBack = true;
    queue.each(letter -> true);
    assertEquals(3, mailbox.published.size());
    assertEquals(3, mailbox.letters.size());
  }

  /** Whoever tries again at once, or only looks, must not be told that there are none. */
  @Test
  void whatCouldNotBePublishedCanBePulledAtOnce() {
    letters(150);
    mailbox.room = 3;
    assertThrows(TransientFailure.class, () -> queue.each(letter -> true));
    assertEquals(3, mailbox.published.size());
    assertEquals(147, mailbox.pull(1_000).size());
  }

  /** A letter that is shown again while it waits for its turn would be published twice. */
  @Test
  void whatWaitsForItsTurnIsKeptTooHoweverLongPublishingTakes() {
    letters(100);
    mailbox.onePublish = Duration.ofSeconds(2);
    queue.each(letter -> mailbox.hidesAll());
    assertEquals(100, mailbox.published.size());
  }
}
