package dev.eventfold.gcp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Write;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.gcp.http.Log;
import dev.eventfold.gcp.http.Logged;
import dev.eventfold.gcp.processes.Pickups;
import dev.eventfold.json.Json;
import java.io.InputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What a process should have got long ago, and did not. */
class HttpReconcilerWithProcessTest extends ProcessInMemory {

  private static final Duration A_WHILE = Duration.ofMinutes(10);

  private List<JsonNode> reconciled() {
    var answer =
        Answered.by(
            service.reconciler(memory), Asked.post("clock", "/", InputStream.nullInputStream(), 0));
    assertEquals(200, answer.status(), answer.body());
    return answer.json().path("views").valueStream().toList();
  }

  private static List<String> texts(String field, List<JsonNode> views) {
    return views.stream().map(it -> it.path(field).asText()).toList();
  }

  private static List<String> failed(JsonNode view) {
    return view.path("failed").valueStream().map(JsonNode::asText).toList();
  }

  /** Each of its own events as well, which nobody has told it of. */
  @Test
  void whatIsLostFollowsAllTheSame() {
    came("p", "shop");
    memory.pass(A_WHILE);
    var views = reconciled();
    var process = "pickups-process";
    assertEquals(List.of(process, process, "pickups-deadlines"), texts("view", views));
    assertEquals(List.of("parcels", "pickups", "pickups"), texts("source", views));
    assertEquals(List.of("1", "0", "0"), texts("repaired", views));
    assertEquals(List.of("offered"), types("p"));

    memory.pass(A_WHILE);
    assertEquals(List.of("0", "1", "1"), texts("repaired", reconciled()));
    assertEquals(List.of("offered", "paid"), types("p"));
    assertEquals(1, documents("pickups-deadlines"));

    memory.pass(A_WHILE);
    assertEquals(List.of("0", "1", "0"), texts("repaired", reconciled()));
    memory.pass(A_WHILE);
    assertEquals(List.of("0", "0", "0"), texts("repaired", reconciled()));
    assertEquals(List.of("offered", "paid", "ownerTexted"), types("p"));
  }

  @Test
  void whatCameInTimeIsNoGap() {
    push("pickups-on-pickups", offered("p", "shop"));
    push("pickups-on-pickups", pickup("p", 2));
    memory.pass(A_WHILE);
    var views = reconciled();
    assertEquals(List.of("1", "3", "3"), texts("events", views));
    assertEquals(List.of("0", "0", "0"), texts("repaired", views));
    assertEquals(2, memory.asked().size());
  }

  @Test
  void whatIsRejectedIsReportedAndHoldsUpNothingElse() {
    came("n", Pickups.NOWHERE);
    came("p", "shop");
    push("pickups-on-parcels", came("q", "shop"));
    memory.pass(A_WHILE);
    var lines =
        Logged.lines(
            "ERROR",
            () -> {
              var views = reconciled();
              assertEquals(List.of("n@0000000001"), failed(views.get(0)));
              assertEquals(List.of("1", "0", "0"), texts("stuck", views));
              assertEquals(List.of("1", "1", "1"), texts("repaired", views));
            });
    assertEquals(List.of("offered"), types("p"));
    var failures =
        texts("message", lines).stream().filter(it -> it.startsWith(Log.FAILED)).toList();
    assertEquals(1, failures.size(), lines::toString);
    assertTrue(failures.getFirst().contains("pickups-process, n@0000000001"), failures::toString);
    assertEquals(3, lines.size() - failures.size(), "each gap is told");
  }

  @Test
  void aProcessThatCannotBeReconciledAtAllHoldsUpNoView() {
    push("pickups-on-parcels", came("p", "shop"));
    memory.pass(A_WHILE);
    var until = Json.TOLERANT.createObjectNode().put("until", "soon");
    var nonsense = new Document.Content("pickups-process~parcels", 0, Optional.of(until), Map.of());
    memory
        .views()
        .commit(List.of(new Write("reconciler", nonsense, new Write.Precondition.None())));
    var views = reconciled();
    assertEquals(List.of("everything"), failed(views.get(0)));
    assertEquals(List.of("", "1", "1"), texts("repaired", views));
  }
}
