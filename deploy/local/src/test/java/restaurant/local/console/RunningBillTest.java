package restaurant.local.console;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.metering.Amount;
import dev.eventfold.gcp.metering.Bill;
import dev.eventfold.gcp.metering.Meter;
import dev.eventfold.json.Json;
import java.time.Instant;
import java.util.Arrays;
import java.util.EnumMap;
import java.util.TreeMap;
import java.util.concurrent.BlockingQueue;
import org.junit.jupiter.api.Test;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Delivery;
import restaurant.local.platform.Delivery.Hop;
import restaurant.local.platform.Delivery.Outcome;
import restaurant.system.Prices;

class RunningBillTest {

  private static final Prices PRICES = Prices.list();

  private static final RecordedEvent EVENT =
      new RecordedEvent(
          "e",
          "menu",
          "m",
          1,
          "menuItemAdded",
          1,
          Instant.parse("2026-01-01T12:00:00Z"),
          Json.parse("{}"),
          new Metadata("c", "", "corr", "c", "", "cook"));

  private final EnumMap<Amount, Long> metered = new EnumMap<>(Amount.class);
  private final Pipeline pipeline = new Pipeline();
  private final RunningBill bill =
      new RunningBill(() -> new Bill(new EnumMap<>(metered), new TreeMap<>()), PRICES, pipeline);
  private final BlockingQueue<Pipeline.Message> told = pipeline.join(0);

  RunningBillTest() {
    Arrays.stream(Amount.values()).forEach(amount -> metered.put(amount, 0L));
  }

  private void deliver(Hop hop, Outcome outcome) {
    bill.told(new Delivery(hop, "some-function", EVENT), outcome, 1);
  }

  @Test
  void saysWhatWasMeteredAndWhatItCosts() {
    metered.put(Amount.READS, 7L);
    metered.put(Amount.WRITES, 3L);
    metered.put(Amount.DELETES, 2L);
    metered.put(Amount.MESSAGES, 1L);
    metered.put(Amount.MESSAGE_BYTES, 1_500L);
    bill.run();
    var message = told.remove();
    assertEquals("bill", message.name());
    var data = message.data();
    assertEquals(7, data.path("reads").asLong());
    assertEquals(3, data.path("writes").asLong());
    assertEquals(2, data.path("deletes").asLong());
    assertEquals(1, data.path("messages").asLong());
    assertEquals(PRICES.dollars(7, 3, 2, 1_500), data.path("dollars").asDouble());
    assertTrue(data.path("dollars").asDouble() > 0);
    assertTrue(data.path("at").asDouble() > 0);
  }

  @Test
  void deliveriesAreBilledByTheAttempt() {
    deliver(Hop.TRIGGER, Outcome.SENT);
    deliver(Hop.TRIGGER, Outcome.TAKEN);
    deliver(Hop.PUSH, Outcome.SENT);
    deliver(Hop.PUSH, Outcome.FAILED);
    deliver(Hop.PUSH, Outcome.SENT);
    deliver(Hop.PUSH, Outcome.TAKEN);
    bill.run();
    var data = told.remove().data();
    int messages = Prices.MESSAGES_PER_TRIGGER + 2;
    assertEquals(messages, data.path("messages").asLong());
    assertEquals(
        PRICES.dollars(0, 0, 0, messages * Meter.LEAST_MESSAGE_BYTES),
        data.path("dollars").asDouble());
  }

  @Test
  void isSaidOnceAndAgainWhenThereIsMore() {
    bill.run();
    bill.run();
    assertEquals(1, told.size(), "the beginning, and no news after it");
    metered.put(Amount.READS, 1L);
    bill.run();
    bill.run();
    assertEquals(2, told.size());
  }

  @Test
  void theLastOneIsKeptWithoutTakingTheRoomOfOthers() {
    pipeline.suffers(Chaos.NONE);
    for (long reads = 1; reads <= 1_100; reads++) {
      metered.put(Amount.READS, reads);
      bill.run();
    }
    var later = pipeline.join(0);
    assertEquals("chaos", later.remove().name());
    assertEquals(1_100, later.remove().data().path("reads").asLong());
    assertTrue(later.isEmpty());
  }
}
