package dev.eventfold.gcp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.gcp.http.Log;
import dev.eventfold.gcp.http.Logged;
import dev.eventfold.gcp.processes.Pickups;
import dev.eventfold.processes.Outside;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The clock that looks after a process, and what it is answered. */
class HttpTimerTest extends ProcessInMemory {

  private static final String ON_PICKUPS = "pickups-on-pickups";
  private static final Duration MOMENT = Duration.ofMillis(1);
  private static final Duration LONG = Duration.ofHours(2);

  /** What a call answers: due, asked, failed, more. */
  private void assertTicked(int due, int asked, int failed, boolean more) {
    var answer = ticked();
    assertEquals(200, answer.status());
    assertEquals("application/json; charset=utf-8", answer.header("Content-Type"));
    assertEquals(
        "{\"due\":%d,\"asked\":%d,\"failed\":%d,\"more\":%s}".formatted(due, asked, failed, more),
        answer.body());
  }

  @Test
  void aDeadlineIsMetWhenItsTimeHasCome() {
    offered("p", "shop");
    memory.pass(Pickups.TIME_TO_PICK_UP);
    assertTicked(0, 0, 0, false);
    memory.pass(MOMENT);
    assertTicked(1, 0, 0, false);
    assertEquals(List.of("offered", "sentBack"), types("p"));
    assertTicked(0, 0, 0, false);
    assertEquals(0, documents("pickups-deadlines"));
  }

  @Test
  void whatWasNotAnsweredIsAskedForAgain() {
    memory.outsideThrows(new Outside.Unanswered("No answer.", null));
    push(ON_PICKUPS, offered("p", "shop"));
    memory.pass(LONG);
    assertTicked(0, 1, 1, false);
    memory.outsideIsWell();
    memory.pass(LONG);
    assertTicked(0, 1, 0, false);
    assertEquals(List.of("offered", "paid"), types("p"));
    assertEquals(3, memory.asked().size());
    assertEquals(1, memory.asked().stream().distinct().count(), "under one key");
  }

  /**
   * As with a token that was revoked: a warning at first, an error once it does not mend itself.
   */
  @Test
  void whatIsRefusedForAnHourIsAnError() {
    memory.outsideThrows(new Outside.NotAsked("It answers 401.", null));
    push(ON_PICKUPS, offered("p", "shop"));
    memory.pass(Duration.ofMinutes(30));
    assertEquals("WARNING", severityOfFailure());
    memory.pass(LONG);
    assertEquals("ERROR", severityOfFailure());
  }

  private String severityOfFailure() {
    var lines = Logged.lines("WARNING", () -> assertTicked(0, 1, 1, false));
    assertEquals(1, lines.size(), lines::toString);
    var message = lines.getFirst().path("message").asText();
    assertTrue(message.startsWith(Log.PROCESS_FAILED), message);
    return lines.getFirst().path("severity").asText();
  }

  /** The instance that asked has ended before it could say anything. */
  @Test
  void whatMayHaveHappenedOrNotIsAnErrorInTheLogAndNotAskedAgain() {
    push(ON_PICKUPS, offered("p", "shop"));
    memory.outsideThrows(new IllegalStateException("the instance ends here"));
    assertEquals(500, pushed(ON_PICKUPS, pickup("p", 2)).status());
    memory.outsideIsWell();
    memory.pass(LONG);
    var lines = Logged.lines("WARNING", () -> assertTicked(0, 1, 0, false));
    assertEquals(1, lines.size(), lines::toString);
    assertEquals("ERROR", lines.getFirst().path("severity").asText());
    assertEquals(
        "%s: text %s of p".formatted(Log.OUTCOME_UNKNOWN, memory.asked().getLast()),
        lines.getFirst().path("message").asText());
    assertEquals(List.of("offered", "paid"), types("p"));
  }

  @Test
  void aDeadlineThatFailsIsLoggedAndHoldsUpNoOther() {
    offered("p", Pickups.ATTIC);
    offered("q", "shop");
    memory.pass(Pickups.TIME_TO_PICK_UP.plus(MOMENT));
    var lines = Logged.lines("WARNING", () -> assertTicked(2, 0, 1, false));
    assertEquals(1, lines.size(), lines::toString);
    assertEquals("WARNING", lines.getFirst().path("severity").asText());
    assertTrue(
        lines.getFirst().path("message").asText().startsWith("process failed: week of p"),
        lines::toString);
    assertEquals(List.of("offered", "sentBack"), types("q"));
    assertEquals(1, documents("pickups-deadlines"), "it is tried again");
  }

  @Test
  void anAnswerComesInTimeAndTheNextCallGoesOn() {
    var parcels = Stream.of("a", "b", "c", "d", "e", "f", "g", "h").toList();
    parcels.forEach(it -> offered(it, "shop"));
    memory.pass(Pickups.TIME_TO_PICK_UP.plus(MOMENT));
    memory.pace(Duration.ofSeconds(1));
    System.setProperty("timer.timeout", "45s");
    int calls = 0;
    boolean hasMore = true;
    while (hasMore) {
      var start = memory.now();
      var answer = ticked().json();
      assertTrue(Duration.between(start, memory.now()).toSeconds() < 45, "it answers in time");
      hasMore = answer.path("more").asBoolean();
      assertTrue(answer.path("due").asInt() > 0 || !hasMore, answer::toString);
      assertTrue(calls++ < 100, "no end");
    }
    assertTrue(calls > 1, "nothing was too much for one call");
    parcels.forEach(it -> assertEquals(List.of("offered", "sentBack"), types(it)));
  }

  /** Or it would get nowhere, however often it is called. */
  @Test
  void howeverShortTheTimeIsOneDeadlineIsMet() {
    offered("p", "shop");
    offered("q", "shop");
    memory.pass(Pickups.TIME_TO_PICK_UP.plus(MOMENT));
    System.setProperty("timer.timeout", "1s");
    assertTicked(1, 0, 0, true);
    assertTicked(1, 0, 0, true);
    assertTicked(0, 0, 0, false);
  }

  @Test
  void nothingButPostIsAllowed() {
    var answer = Answered.by(service.timer(memory), Asked.get("clock", "/"));
    assertEquals(405, answer.status());
    assertEquals("POST", answer.header("Allow"));
  }

  @Test
  void whereTheStoreIsDownTheNextCallDoesIt() {
    offered("p", "shop");
    memory.pass(LONG.plus(Pickups.TIME_TO_PICK_UP));
    memory.down(true);
    assertEquals(503, ticked().status());
    memory.down(false);
    assertTicked(1, 0, 0, false);
  }
}
