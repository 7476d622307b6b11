package restaurant.ops.processes;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static restaurant.ops.processes.Asked.ORDER;

import dev.eventfold.documents.Query;
import dev.eventfold.documents.Write;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Outcome;
import dev.eventfold.processes.Outside;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import restaurant.ops.Refused;

/** A person decides about a receipt of which nobody knows whether it was sent. */
class DoubtTest {

  private static final Outcome NO = new Outcome.Refused("Nobody was there.");
  private static final String OPERATOR = "operator:ada";

  private final Asked memory = new Asked();
  private final List<String> said = new ArrayList<>();
  private String receipt;

  @BeforeEach
  void aReceiptIsInDoubt() {
    receipt = memory.receiptInDoubt(ORDER);
    memory.asked.clear();
  }

  private Doubt doubt() {
    return Doubt.find(receipt, memory, said::add);
  }

  private List<String> events() {
    return memory.types("payments", ORDER);
  }

  @Test
  void itSaysWhatItIsAbout() {
    assertEquals(
        "receipt of %s in payments, asked once since 2026-01-31T12:00:01Z, UNKNOWN: It answers 500."
            .formatted(ORDER),
        doubt().what());
  }

  @Test
  void itIsAskedAgain() {
    memory.provider = effect -> "{}";
    assertTrue(doubt().retry());
    assertEquals(List.of("receipt"), memory.asked);
    assertEquals(
        List.of("Settled: receiptSent by service:payments, %s@0000000003".formatted(ORDER)), said);
    assertEquals(List.of("paymentRequested", "paymentSucceeded", "receiptSent"), events());
  }

  @Test
  void itIsAskedAgainAndNobodyAnswers() {
    assertFalse(doubt().retry());
    assertEquals(
        List.of(
            "It is not settled: It answers 500."
                + " Nobody knows whether it has happened, and it is not asked again."),
        said);
  }

  @Test
  void itCantBeAskedFromHere() {
    memory.provider =
        effect -> {
          throw new Outside.NotAsked("PROVIDER_RECEIPT_URL is not set.", null);
        };
    assertFalse(doubt().retry());
    assertTrue(
        said.getFirst()
            .startsWith(
                "It is not settled: PROVIDER_RECEIPT_URL is not set. The timer asks again after"),
        said::toString);
  }

  @Test
  void itIsSettledAsAPersonSays() {
    assertTrue(doubt().settle(new Outcome.Done(Json.parse("{\"id\":\"M7\"}")), OPERATOR));
    assertEquals(
        List.of("Settled: receiptSent by operator:ada, %s@0000000003".formatted(ORDER)), said);
    assertEquals(List.of(), memory.asked);
    assertEquals(OPERATOR, memory.event("payments", ORDER, 3).metadata().actor());
  }

  @Test
  void itIsGivenUp() {
    assertTrue(doubt().settle(NO, OPERATOR));
    assertEquals(List.of("paymentRequested", "paymentSucceeded", "receiptNotSent"), events());
  }

  @Test
  void twiceIsOnce() {
    doubt().settle(NO, OPERATOR);
    var refused = assertThrows(Refused.class, this::doubt);
    assertEquals(
        "%s is settled already: receiptNotSent by operator:ada, %s@0000000003"
            .formatted(receipt, ORDER),
        refused.getMessage());
    assertEquals(3, events().size());
  }

  @Test
  void twoPeopleDecideAtOnce() {
    var another = doubt();
    doubt().settle(NO, OPERATOR);
    var refused = assertThrows(Refused.class, () -> another.settle(NO, OPERATOR));
    assertEquals("It is settled already.", refused.getMessage());
    assertEquals(3, events().size());
  }

  @Test
  void anUnknownIdIsNamed() {
    var refused = assertThrows(Refused.class, () -> Doubt.find(ORDER, memory, said::add));
    assertEquals(
        "Nothing was asked for by the id %s: see processes list.".formatted(ORDER),
        refused.getMessage());
  }

  /** As after a restore of the event store. */
  @Test
  void noStreamIsToldWhereTheEventIsGone() {
    var earlier = new Asked();
    memory
        .views
        .page("payments-effects", Query.first(9))
        .forEach(
            document ->
                earlier.views.commit(
                    List.of(
                        new Write(
                            "payments-effects",
                            document.content(),
                            new Write.Precondition.None()))));
    var gone = Doubt.find(receipt, earlier, said::add);
    assertFalse(gone.whatFollows().isEmpty());
    assertTrue(gone.settle(NO, OPERATOR));
    assertEquals(List.of("Settled. No stream is told: the event that asks for it is gone."), said);
    assertThrows(Refused.class, () -> Doubt.find(receipt, earlier, said::add));
  }
}
