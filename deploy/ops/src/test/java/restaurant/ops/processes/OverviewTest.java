package restaurant.ops.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.processes.Outside;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import restaurant.ops.Found;
import restaurant.orders.Orders;

class OverviewTest {

  private final Asked memory = new Asked();
  private final StringBuilder said = new StringBuilder();
  private final List<Found> told = new ArrayList<>();

  private boolean needsNobody(int most) {
    said.setLength(0);
    told.clear();
    var overview =
        new Overview(
            RunningProcess.all(memory),
            memory.clock(),
            most,
            found -> {
              told.add(found);
              said.append(found.text()).append("\n");
            });
    return overview.tell();
  }

  private static String order(int number) {
    return "6f5d0f0e-1d7b-4bb5-8d2a-%012d".formatted(number);
  }

  @Test
  void nothingWaits() {
    assertTrue(needsNobody(20));
    assertEquals(
        """
        payments   0 outcomes in doubt, 0 are asked for, 0 are not asked for yet; 0 deadlines, none late
        orders     0 outcomes in doubt, 0 are asked for, 0 are not asked for yet; 0 deadlines, none late
        """,
        said.toString());
  }

  @Test
  void whatNeedsAPersonComesFirstAndIsMarked() {
    var receipt = memory.receiptInDoubt(order(1));
    memory.nobodyAnswers();
    memory.payments().on(memory.paymentRequested(order(2)));
    memory.later(Duration.ofMinutes(125));
    assertFalse(needsNobody(20));
    var lines = said.toString().lines().toList();
    assertTrue(
        lines
            .getFirst()
            .startsWith("payments   1 outcome in doubt, 1 is asked for, 0 are not asked for yet;"),
        said::toString);
    assertEquals(
        "  ! UNKNOWN   %s  receipt of %s  once, since 2026-01-31T12:00:01Z (2 h 5 min): It answers 500."
            .formatted(receipt, order(1)),
        lines.get(1));
    var claim = told.get(1).fields();
    assertEquals(receipt, claim.path("id").asText());
    assertEquals("UNKNOWN", claim.path("state").asText());
    assertEquals(
        Duration.ofMinutes(125).plusSeconds(1).toSeconds(), claim.path("ageSeconds").asLong());
    assertTrue(claim.path("needsPerson").asBoolean());
    assertTrue(lines.get(2).startsWith("  ! ASKING    "), said::toString);
    assertTrue(
        lines.get(2).contains(", leased until 2026-01-31T12:02:02Z: It answers 500."),
        said::toString);
  }

  @Test
  void whatWasNotAskedIsAskedByTheTimer() {
    memory.provider =
        effect -> {
          if (effect.equals("receipt")) {
            throw new Outside.NotAsked("PROVIDER_RECEIPT_URL is not set.", null);
          }
          return "{}";
        };
    memory.payments().on(memory.paymentRequested(order(1)));
    memory.payments().on(memory.event("payments", order(1), 2));
    assertTrue(needsNobody(20));
    assertTrue(said.toString().contains("NOT_ASKED"), said::toString);
    assertTrue(said.toString().contains(": PROVIDER_RECEIPT_URL is not set."), said::toString);
  }

  /** As with a provider's token that was revoked: it does not mend itself. */
  @Test
  void whatHasNoAnswerForAnHourNeedsAPerson() {
    memory.provider =
        effect -> {
          throw new Outside.NotAsked("It answers 401.", null);
        };
    memory.payments().on(memory.paymentRequested(order(1)));
    memory.later(Duration.ofMinutes(58));
    assertTrue(needsNobody(20));
    memory.later(Duration.ofMinutes(3));
    assertFalse(needsNobody(20));
    assertTrue(said.toString().contains("\n  ! NOT_ASKED "), said::toString);
  }

  @Test
  void aDeadlineThatNobodyMeetsNeedsAPerson() {
    for (int i = 1; i <= 30; i++) {
      memory.projected(Orders.SERVICE, memory.orderOpened(order(i)));
    }
    assertTrue(needsNobody(20));
    assertTrue(said.toString().contains("30 deadlines, none late"), said::toString);
    assertTrue(said.toString().contains("  place of " + order(1) + "  in 29 min"), said::toString);
    assertTrue(said.toString().contains("    and 10 more\n"), said::toString);

    memory.later(Duration.ofMinutes(42));
    assertFalse(needsNobody(1));
    assertTrue(said.toString().contains("30 deadlines, 30 late"), said::toString);
    assertTrue(
        said.toString().contains("  ! DEADLINE  2026-01-31T12:30:01Z  place of " + order(1)),
        said::toString);
    memory.orders().tick(memory.clock().instant().plusSeconds(60));
    assertTrue(needsNobody(20));
  }

  /** As many as of one shard are looked at, but in all. */
  @Test
  void whatIsCountedIsNotCalledMore() {
    for (int i = 1; i <= Overview.COUNTED / 8; i++) {
      memory.projected(Orders.SERVICE, memory.orderOpened(order(i)));
    }
    needsNobody(0);
    assertTrue(said.toString().contains("; 125 deadlines, none late"), said::toString);
    assertTrue(said.toString().contains("    and 125 more\n"), said::toString);
  }

  @Test
  void noMoreThanAThousandAreLookedAt() {
    for (int i = 1; i <= 1_100; i++) {
      memory.projected(Orders.SERVICE, memory.orderOpened(order(i)));
    }
    needsNobody(2);
    assertTrue(said.toString().contains(" or more deadlines, none late"), said::toString);
    assertTrue(said.toString().contains(" or more\n"), said::toString);
    assertEquals(5, said.toString().lines().count(), said::toString);
  }
}
