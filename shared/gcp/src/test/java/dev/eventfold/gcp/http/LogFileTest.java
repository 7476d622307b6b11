package dev.eventfold.gcp.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import dev.eventfold.gcp.tracing.Trace;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A file keeps what Cloud Logging would. */
class LogFileTest {

  @TempDir Path folder;

  private Path file;

  @BeforeEach
  void silently() {
    file = folder.resolve("log");
    System.setProperty("log.severity", "OFF");
    System.setProperty("log.file", file.toString());
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("log.severity");
    System.clearProperty("log.file");
  }

  private static void say(String message) {
    new Log(Trace.of(Optional.empty()), "intent").info(message);
  }

  @Test
  void itHasEveryLineAndItsTimeThoughNothingIsPrinted() throws IOException {
    var before = Instant.now();
    say("one");
    say("two");
    var entries = Files.readAllLines(file).stream().map(Json::parse).toList();
    assertEquals("one", entries.getFirst().at("/jsonPayload/message").asText());
    assertEquals("two", entries.getLast().at("/jsonPayload/message").asText());
    assertEquals("intent", entries.getLast().at("/jsonPayload/correlationId").asText());
    assertFalse(Instant.parse(entries.getFirst().path("timestamp").asText()).isBefore(before));
  }

  @Test
  void manyWriteWholeLinesAtOnce() throws IOException {
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      IntStream.range(0, 200).forEach(i -> threads.submit(() -> say("x".repeat(20_000))));
    }
    var lengths =
        Files.readAllLines(file).stream()
            .map(line -> Json.parse(line).at("/jsonPayload/message").asText().length())
            .toList();
    assertEquals(200, lengths.size());
    assertEquals(20_000, lengths.stream().distinct().reduce(0, Integer::sum));
  }

  /** What can't be logged must still be answered. */
  @Test
  void aFileThatCannotBeWrittenStopsNobody() {
    System.setProperty("log.file", folder.toString());
    say("one");
  }
}
