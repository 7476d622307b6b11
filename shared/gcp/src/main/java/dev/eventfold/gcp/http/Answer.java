package dev.eventfold.gcp.http;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What a function answers.
 *
 * @param status the HTTP status
 * @param headers beside the content type
 * @param contentType of the body
 * @param body JSON, or empty for none
 */
public record Answer(
    int status, Map<String, String> headers, String contentType, Optional<JsonNode> body) {

  public static Answer json(int status, JsonNode body) {
    return new Answer(status, Map.of(), "application/json", Optional.of(body));
  }

  public static Answer empty(int status) {
    return new Answer(status, Map.of(), "", Optional.empty());
  }

  public static Answer problem(Problem problem) {
    var answer =
        new Answer(
            problem.status(),
            Map.of(),
            "application/problem+json",
            Optional.of(Json.tree(problem)));
    return switch (problem.status()) {
      case 401 -> answer.with("WWW-Authenticate", "Bearer");
      case 503 -> answer.with("Retry-After", "1");
      default -> answer;
    };
  }

  public Answer with(String header, String value) {
    var more = new LinkedHashMap<>(headers);
    more.put(header, value);
    return new Answer(status, more, contentType, body);
  }

  /** Whether it is an error of ours. A view that is behind (504) is none: the client asks again. */
  boolean isFailure() {
    return status >= 500 && status != 504;
  }

  void write(HttpResponse response) throws IOException {
    response.setStatusCode(status);
    headers.forEach(response::appendHeader);
    // Who asks decides what is answered: it is for them alone, and only as long as it is true.
    response.appendHeader("Cache-Control", "private, no-cache");
    response.appendHeader("X-Content-Type-Options", "nosniff");
    if (body.isPresent()) {
      response.setContentType(contentType + "; charset=utf-8");
      response.getOutputStream().write(Json.text(body.get()).getBytes(StandardCharsets.UTF_8));
    }
  }
}
