package dev.eventfold.gcp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.gcp.http.Log;
import dev.eventfold.gcp.http.Logged;
import dev.eventfold.gcp.http.Parcels;
import dev.eventfold.gcp.processes.Pickups;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Outside;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is pushed to the reactors of a process, and what they answer. */
class HttpReactorTest extends ProcessInMemory {

  private static final String ON_PARCELS = "pickups-on-parcels";
  private static final String ON_PICKUPS = "pickups-on-pickups";

  @Test
  void whatFollowsFromAnEventIsDoneOnce() {
    var came = came("p", "shop");
    push(ON_PARCELS, came);
    push(ON_PARCELS, came);
    assertEquals(List.of("offered"), types("p"));
    assertEquals(came.id(), pickup("p", 1).metadata().causationId());
    assertEquals(came.metadata().correlationId(), pickup("p", 1).metadata().correlationId());
  }

  @Test
  void whatAnOwnEventAsksForIsAskedOfTheWorldOutside() {
    push(ON_PICKUPS, offered("p", "shop"));
    push(ON_PICKUPS, pickup("p", 2));
    assertEquals(List.of("offered", "paid", "ownerTexted"), types("p"));
    assertEquals(
        memory.asked(),
        List.of(pickup("p", 2).metadata().commandId(), pickup("p", 3).metadata().commandId()),
        "the provider's key is the id of the command that its answer becomes");
  }

  @Test
  void anEventOfWhichNothingFollowsIsAcknowledged() {
    var lost = parcels.event("p", 1, "lost", Json.TOLERANT.createObjectNode());
    push(ON_PARCELS, lost);
    assertEquals(List.of(), types("p"));
  }

  @Test
  void anEventOfAnotherSourceIsRefusedAndNothingFollows() {
    var letters = new Parcels("letters", memory.events("letters"), memory.views());
    letters.append("p", "ann", 1, 1);
    var answer = pushed(ON_PARCELS, memory.events("letters").readRange("p", 1, 1).getFirst());
    assertEquals(400, answer.status());
    var error = answer.json().path("errors").path(0);
    assertEquals("message.attributes.ce-source", error.path("field").asText());
    assertTrue(error.path("detail").asText().contains("must be /parcels"), answer::body);
    assertEquals(List.of(), types("p"));
  }

  @Test
  void nothingButPostIsAllowed() {
    var answer = Answered.by(service.http(ON_PARCELS, memory), Asked.get("x", "/"));
    assertEquals(405, answer.status());
    assertEquals("POST", answer.header("Allow"));
  }

  @Test
  void whereTheStoreIsDownTheEventComesAgain() {
    var came = came("p", "shop");
    memory.down(true);
    assertEquals(503, pushed(ON_PARCELS, came).status());
    memory.down(false);
    push(ON_PARCELS, came);
    assertEquals(List.of("offered"), types("p"));
  }

  /** Then Pub/Sub brings it again, and in the end to those who look at dead letters. */
  @Test
  void whatIsRejectedIsNotAcknowledged() {
    var came = came("p", Pickups.NOWHERE);
    var lines = Logged.lines("WARNING", () -> assertEquals(409, pushed(ON_PARCELS, came).status()));
    assertEquals(List.of(), types("p"));
    var line = only(lines);
    assertEquals("WARNING", line.path("severity").asText());
    assertTrue(
        line.path("message").asText().startsWith("process failed: " + came.key()), line::toString);
    assertTrue(line.path("message").asText().contains("Nothing can be offered there."));
  }

  private static JsonNode only(List<JsonNode> lines) {
    assertEquals(1, lines.size(), lines::toString);
    return lines.getFirst();
  }

  @Test
  void whatCannotBeUnderstoodIsNotAcknowledged() {
    var payload = Json.TOLERANT.createObjectNode().put("ownerId", "ann");
    assertEquals(503, pushed(ON_PARCELS, parcels.event("p", 1, "came", payload)).status());
  }

  private RecordedEvent paid(String parcel) {
    push(ON_PICKUPS, offered(parcel, "shop"));
    return pickup(parcel, 2);
  }

  @Test
  void whatMayHaveHappenedOrNotIsAnErrorInTheLogAndAcknowledged() {
    var paid = paid("p");
    memory.outsideThrows(new Outside.Unanswered("No answer within 20000 ms.", null));
    var lines = Logged.lines("WARNING", () -> push(ON_PICKUPS, paid));
    assertEquals(2, lines.size(), lines::toString);
    assertEquals("WARNING", lines.getFirst().path("severity").asText());
    assertTrue(lines.getFirst().path("message").asText().contains("No answer within 20000 ms."));
    var unknown = lines.getLast();
    assertEquals("ERROR", unknown.path("severity").asText());
    assertEquals(
        "%s: text %s of p".formatted(Log.OUTCOME_UNKNOWN, memory.asked().getLast()),
        unknown.path("message").asText());
    assertEquals(paid.key(), unknown.path("event").asText());
    assertEquals(List.of("offered", "paid"), types("p"));
    // What is in doubt, and the charge before, which is settled.
    assertEquals(2, documents("pickups-effects"));
  }

  @Test
  void whatWasNotAskedIsLeftToTheClock() {
    var paid = paid("p");
    memory.outsideThrows(new Outside.NotAsked("Can't be reached in time.", null));
    var line = only(Logged.lines("WARNING", () -> push(ON_PICKUPS, paid)));
    assertEquals("WARNING", line.path("severity").asText());
    assertTrue(line.path("message").asText().startsWith("process failed: text "), line::toString);
  }
}
