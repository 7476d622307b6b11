package dev.eventfold.gcp.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * What Cloud Logging is in the cloud: an entry a line, as {@code gcloud logging read} has them.
 * Several processes may write to one file.
 */
final class LogFile {

  /**
   * They stay open: functions write a line for each request. Streams, since a channel is closed for
   * everybody by an interruption of one.
   */
  private static final Map<Path, OutputStream> OPEN = new ConcurrentHashMap<>();

  private LogFile() {}

  static void append(Path file, ObjectNode line) {
    var entry = Json.TOLERANT.createObjectNode();
    entry.put("timestamp", Instant.now().toString());
    entry.set("jsonPayload", line);
    var bytes = (Json.text(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    try {
      // At once, so that it stays one line.
      OPEN.computeIfAbsent(file, LogFile::open).write(bytes);
    } catch (IOException | UncheckedIOException e) {
      System.err.println("LOG_FILE can't be written: " + e);
    }
  }

  private static OutputStream open(Path file) {
    try {
      return new FileOutputStream(file.toFile(), true);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
