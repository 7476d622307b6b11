package dev.eventfold.gcp.http;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;

/** What Cloud Logging would get. */
public final class Logged {

  private Logged() {}

  /** The lines of at least this severity that are written meanwhile. */
  public static List<JsonNode> lines(String severity, Runnable work) {
    var before = Optional.ofNullable(System.getProperty("log.severity"));
    var out = System.out;
    var log = new ByteArrayOutputStream();
    System.setProperty("log.severity", severity);
    System.setOut(new PrintStream(log, true, StandardCharsets.UTF_8));
    try {
      work.run();
    } finally {
      System.setOut(out);
      System.clearProperty("log.severity");
      before.ifPresent(value -> System.setProperty("log.severity", value));
    }
    return log.toString(StandardCharsets.UTF_8).lines().map(Json::parse).toList();
  }
}
