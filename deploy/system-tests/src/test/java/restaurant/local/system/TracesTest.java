package restaurant.local.system;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.SystemOnEmulators;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

/** What a command leads to is one trace, from its request to the last view. */
class TracesTest {

  private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";
  private static final int PATIENCE_SECONDS = 30;

  private static LocalSystem start(Platform.Choice backend, boolean isolate) throws Exception {
    return LocalSystem.start(
        new LocalSystem.Options(
            backend, 0, isolate, Deliveries.Manner.GOOD, Optional.empty(), true));
  }

  private static String add(Client client, String traceparent) {
    var answer =
        client.command(
            "menu",
            "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Soup\",\"price\":6}}",
            "traceparent",
            traceparent);
    assertEquals(202, answer.status(), answer::body);
    var id = answer.json().path("aggregateId").asText();
    assertEquals(200, client.getAtVersion("/menu/items/" + id, 1).status());
    return id;
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("trace.sampling");
    System.clearProperty("otel.exporter.otlp.endpoint");
  }

  /** The tree, a name a line, indented; those that follow one span are sorted. */
  private static List<String> tree(Client client, int spans) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      var lines = client.get("/local/traces/" + TRACE).body().lines().toList();
      if (lines.size() >= spans) {
        return lines.stream().map(line -> line.substring(21)).toList();
      }
      assertTrue(System.nanoTime() < end, () -> String.join("\n", lines));
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
    }
  }

  private static List<String> sorted(List<String> lines) {
    return lines.stream().sorted().toList();
  }

  /** A process a function, each of which sends its own spans. */
  @Tag("campaign")
  @Test
  void aCommandIsOneTraceOnTheEmulators() throws Exception {
    try (var system = start(SystemOnEmulators.backend(), true);
        var client = new Client(system.uri())) {
      add(client, "00-" + TRACE + "-b7ad6b7169203331-01");
      var lines = tree(client, 11);
      assertEquals(
          List.of(
              "menu commands",
              "  Batch.Commit",
              "  menu publisher",
              "    menu-events create",
              "      publisher batching"),
          lines.subList(0, 5));
      assertEquals(
          sorted(
              List.of(
                  "      audit projector to menu",
                  "        Batch.Commit",
                  "      menu-items projector to menu",
                  "        Batch.Commit",
                  "      orders-menu-items projector to menu",
                  "        Batch.Commit")),
          sorted(lines.subList(5, lines.size())));
      var listed = client.get("/local/traces").body();
      assertTrue(listed.contains(TRACE) && listed.contains("menu commands"), listed);
    }
  }

  @Test
  void inMemoryTheFunctionsAloneMakeSpans() throws Exception {
    try (var system = start(Platform.Choice.MEMORY, false);
        var client = new Client(system.uri())) {
      add(client, "00-" + TRACE + "-b7ad6b7169203331-01");
      assertEquals(
          sorted(
              List.of(
                  "menu commands",
                  "  menu publisher",
                  "  audit projector to menu",
                  "  menu-items projector to menu",
                  "  orders-menu-items projector to menu")),
          sorted(tree(client, 5)));
    }
  }

  /** The id decides, and not what the caller wishes. */
  @Test
  void ofWhatIsNotSampledNothingIsSent() throws Exception {
    System.setProperty("trace.sampling", "0.98");
    var other = "11111111111111117fffffffffffffff";
    try (var system = start(Platform.Choice.MEMORY, false);
        var client = new Client(system.uri())) {
      add(client, "00-" + other + "-b7ad6b7169203331-01");
      add(client, "00-" + TRACE + "-b7ad6b7169203331-00");
      tree(client, 5);
      var listed = client.get("/local/traces").body();
      assertTrue(listed.contains(TRACE) && !listed.contains(other), listed);
    }
  }

  @Test
  void whereSpansCannotGoNothingElseSuffers() throws Exception {
    System.setProperty("otel.exporter.otlp.endpoint", "http://127.0.0.1:1");
    try (var system = start(SystemOnEmulators.backend(), false);
        var client = new Client(system.uri())) {
      add(client, "00-" + TRACE + "-b7ad6b7169203331-01");
      assertEquals(200, client.get("/menu/items").status());
    }
  }
}
