package restaurant.local.operator;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.google.protobuf.ByteString;
import com.google.pubsub.v1.PubsubMessage;
import com.google.pubsub.v1.ReceivedMessage;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Dead letters in memory are where Pub/Sub would have them. */
class MemoryMailboxTest {

  private static final int ROOM = 10_000;
  private static final int MOST = 50;

  private final List<PubsubMessage> published = new ArrayList<>();
  private Instant now = Instant.parse("2026-01-31T12:00:00Z");
  private final MemoryMailbox mailbox = new MemoryMailbox(published::add, () -> now, ROOM, MOST);

  private static PubsubMessage letter(int bytes) {
    return PubsubMessage.newBuilder().setData(ByteString.copyFrom(new byte[bytes])).build();
  }

  private List<String> shown() {
    return mailbox.pull(100).stream().map(ReceivedMessage::getAckId).toList();
  }

  @Test
  void whatIsKeptIsNotShownMeanwhile() {
    mailbox.add(letter(1));
    mailbox.add(letter(2));
    assertEquals(List.of("1", "2"), shown());
    mailbox.keep(List.of("1"), Duration.ofSeconds(60));
    assertEquals(List.of("2"), shown());
    mailbox.keep(List.of("1"), Duration.ZERO);
    assertEquals(List.of("1", "2"), shown());
    mailbox.keep(List.of("1"), Duration.ofSeconds(60));
    now = now.plusSeconds(60);
    assertEquals(List.of("1", "2"), shown());
  }

  @Test
  void aPullGivesNoMoreThanWasAskedFor() {
    mailbox.add(letter(1));
    mailbox.add(letter(2));
    assertEquals(1, mailbox.pull(1).size());
  }

  @Test
  void whatIsRemovedIsGone() {
    mailbox.add(letter(1));
    mailbox.remove("1");
    mailbox.keep(List.of("1"), Duration.ZERO);
    mailbox.remove("1");
    assertEquals(List.of(), shown());
  }

  @Test
  void theOldestGoWhereThereIsNoRoom() {
    for (int i = 0; i < 100; i++) {
      mailbox.add(letter(ROOM / 4));
    }
    assertEquals(List.of("98", "99", "100"), shown());
    assertEquals(97, mailbox.lost());
    mailbox.remove("99");
    mailbox.add(letter(ROOM / 4));
    assertEquals(List.of("98", "100", "101"), shown());
    mailbox.add(letter(2 * ROOM));
    assertEquals(List.of("102"), shown());
    assertEquals(100, mailbox.lost(), "what was removed is not lost");
  }

  @Test
  void theOldestGoWhereThereAreTooMany() {
    for (int i = 0; i <= MOST; i++) {
      mailbox.add(letter(1));
    }
    assertEquals(MOST, shown().size());
    assertEquals("2", shown().getFirst());
    assertEquals(1, mailbox.lost());
  }

  @Test
  void whatIsPublishedGoesToTheTopic() {
    mailbox.publish(letter(7));
    assertEquals(List.of(letter(7)), published);
  }
}
