package dev.eventfold.gcp.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.json.Json;
import java.io.BufferedWriter;
import java.io.ByteArrayOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** The answer to a request that never saw a network. */
public final class Answered implements HttpResponse {

  private int status = 200;
  private final Map<String, List<String>> headers = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
  private final ByteArrayOutputStream body = new ByteArrayOutputStream();

  private Answered() {}

  /** What a function answers. */
  public static Answered by(HttpFunction function, Asked asked) {
    var answered = new Answered();
    try {
      function.service(asked, answered);
    } catch (Exception e) {
      throw new AssertionError("functions answer whatever happens", e);
    }
    return answered;
  }

  public int status() {
    return status;
  }

  public String body() {
    return body.toString(StandardCharsets.UTF_8);
  }

  public JsonNode json() {
    return Json.parse(body());
  }

  public String header(String name) {
    return String.join(", ", headers.getOrDefault(name, List.of()));
  }

  @Override
  public void setStatusCode(int code) {
    status = code;
  }

  @Override
  public void setStatusCode(int code, String message) {
    status = code;
  }

  @Override
  public void setContentType(String contentType) {
    headers.put("Content-Type", List.of(contentType));
  }

  @Override
  public Optional<String> getContentType() {
    return headers.getOrDefault("Content-Type", List.of()).stream().findFirst();
  }

  @Override
  public void appendHeader(String header, String value) {
    headers.computeIfAbsent(header, name -> new ArrayList<>()).add(value);
  }

  @Override
  public Map<String, List<String>> getHeaders() {
    return headers;
  }

  @Override
  public OutputStream getOutputStream() {
    return body;
  }

  @Override
  public BufferedWriter getWriter() {
    return new BufferedWriter(new OutputStreamWriter(body, StandardCharsets.UTF_8));
  }
}
