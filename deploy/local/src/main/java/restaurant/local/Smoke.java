package restaurant.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.PrintStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.StreamSupport;
import restaurant.eventsourcing.Json;

/**
 * Walks through the running system as a client would: sends commands, waits for their views, and
 * says what it saw.
 */
final class Smoke {

  /** Something is not as it should be. The message is one line for people. */
  private static final class Unexpected extends RuntimeException {
    private static final long serialVersionUID = 1;

    Unexpected(String message) {
      super(message);
    }
  }

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;
  private final PrintStream out;
  private final List<List<String>> rows = new ArrayList<>();

  Smoke(URI base, PrintStream out) {
    this.base = base;
    this.out = out;
    rows.add(List.of("command", "event", "lag", "view"));
  }

  /** True if all is well. */
  boolean run() {
    try {
      var pizza = "{\"description\":\"Pepperoni\",\"price\":10.0}";
      var id = accepted("/menu/items/", "menu", "addMenuItem", "", pizza);
      accepted(
          "/menu/items/",
          "menu",
          "modifyMenuItem",
          id,
          "{\"description\":\"Pepperoni, large\",\"price\":14.5}");
      accepted("/menu/items/", "menu", "removeMenuItem", id, "{}");
      print();
      out.println("smoke: passed");
      return true;
    } catch (Unexpected e) {
      print();
      out.println("smoke: FAILED: " + e.getMessage());
      return false;
    } finally {
      http.shutdownNow();
    }
  }

  /** Sends a command, waits for its view and notes both; the aggregate's id. */
  private String accepted(
      String view, String service, String type, String aggregateId, String payload) {
    var id = aggregateId.isEmpty() ? "" : "\"aggregateId\":\"%s\",".formatted(aggregateId);
    var body = "{\"type\":\"%s\",%s\"payload\":%s}".formatted(type, id, payload);
    var answer =
        send(
            HttpRequest.newBuilder(base.resolve("/" + service + "/commands"))
                .header("Content-Type", "application/json")
                .header("Idempotency-Key", UUID.randomUUID().toString())
                .POST(BodyPublishers.ofString(body)));
    long start = System.nanoTime();
    var command = expect(202, type, answer);
    var stream = command.path("aggregateId").asText();
    var shown =
        send(
            HttpRequest.newBuilder(
                    base.resolve(view + stream + "?minVersion=" + command.path("version").asLong()))
                .header("Prefer", "wait=20"));
    long millis = (System.nanoTime() - start) / 1_000_000;
    var seen = expect(200, "the view of " + type, shown);
    var events =
        StreamSupport.stream(command.path("events").spliterator(), false)
            .map(event -> event.path("type").asText())
            .collect(Collectors.joining(", "));
    rows.add(List.of(type, events, millis + " ms", Json.text(seen)));
    return stream;
  }

  private static JsonNode expect(int status, String what, HttpResponse<String> answer) {
    if (answer.statusCode() != status) {
      throw new Unexpected(
          "%s: status %d instead of %d: %s"
              .formatted(what, answer.statusCode(), status, answer.body()));
    }
    return Json.parse(answer.body());
  }

  private HttpResponse<String> send(HttpRequest.Builder request) {
    try {
      return http.send(request.build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new Unexpected(base + " does not answer: " + e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new Unexpected("interrupted");
    }
  }

  private void print() {
    int columns = rows.getFirst().size();
    var widths = new int[columns];
    for (var row : rows) {
      for (int i = 0; i < columns; i++) {
        widths[i] = Math.max(widths[i], row.get(i).length());
      }
    }
    for (var row : rows) {
      var line = new StringBuilder();
      for (int i = 0; i < columns; i++) {
        line.append(row.get(i)).append(" ".repeat(widths[i] - row.get(i).length() + 2));
      }
      out.println(line.toString().stripTrailing());
    }
  }
}
