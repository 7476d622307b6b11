package restaurant.local;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** An HTTP client of the system, for tests. */
public final class Client implements AutoCloseable {

  private static final int PATIENCE_SECONDS = 120;

  private final HttpClient http = HttpClient.newHttpClient();
  private final URI base;

  public Client(URI base) {
    this.base = base;
  }

  /** An answer with its body read. */
  public record Response(int status, HttpResponse<String> raw) {

    public JsonNode json() {
      return Json.parse(raw.body());
    }

    public String header(String name) {
      return raw.headers().firstValue(name).orElse("");
    }

    public String body() {
      return raw.body();
    }
  }

  public HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(base.resolve(path)).timeout(Duration.ofSeconds(60));
  }

  public Response send(HttpRequest.Builder request) {
    try {
      var response = http.send(request.build(), BodyHandlers.ofString());
      return new Response(response.statusCode(), response);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  public Response get(String path, String... headers) {
    return send(with(request(path), headers));
  }

  /** A command with a key of its own, unless the headers name one. */
  public Response command(String service, String body, String... headers) {
    var request =
        request("/" + service + "/commands")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(body));
    request.setHeader("Idempotency-Key", UUID.randomUUID().toString());
    return send(with(request, headers));
  }

  private static HttpRequest.Builder with(HttpRequest.Builder request, String... headers) {
    for (int i = 0; i < headers.length; i += 2) {
      request.setHeader(headers[i], headers[i + 1]);
    }
    return request;
  }

  /** Waits until the view itself has applied a version, as a reader who does not ask for one. */
  public Response getAtVersion(String path, long version) {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (true) {
      var answer = get(path);
      boolean isThere = answer.status() == 200 && answer.json().path("version").asLong() >= version;
      if (isThere || System.nanoTime() > end) {
        return answer;
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(10));
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
