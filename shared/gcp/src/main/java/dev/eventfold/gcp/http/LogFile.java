package dev.eventfold.gcp.http;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Instant;

/**
 * What Cloud Logging is in the cloud: an entry a line, as {@code gcloud logging read} has them.
 * Several processes may write to one file.
 */
final class LogFile {

  private LogFile() {}

  static void append(Path file, ObjectNode line) {
    var entry = Json.TOLERANT.createObjectNode();
    entry.put("timestamp", Instant.now().toString());
    entry.set("jsonPayload", line);
    var bytes = (Json.text(entry) + "\n").getBytes(StandardCharsets.UTF_8);
    try (var channel =
        FileChannel.open(file, StandardOpenOption.CREATE, StandardOpenOption.APPEND)) {
      // At once, so that it stays one line.
      channel.write(ByteBuffer.wrap(bytes));
    } catch (IOException e) {
      System.err.println("LOG_FILE can't be written: " + e);
    }
  }
}
