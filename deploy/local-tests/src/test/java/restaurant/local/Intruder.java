package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import restaurant.local.functions.RunningFunction;
import restaurant.local.functions.Secret;
import restaurant.local.platform.TriggerMessage;
import restaurant.system.Restaurant;

/** Somebody on this machine who knows the ports of the functions, and not the run's secret. */
final class Intruder implements AutoCloseable {

  private static final String STAFF = base64("{\"sub\":\"intruder\",\"role\":\"staff\"}");

  /** Each way to pose as somebody: headers. */
  private static final List<Map<String, String>> POSES =
      List.of(
          Map.of(),
          Map.of("X-Apigateway-Api-Userinfo", STAFF),
          Map.of("Authorization", "Bearer guess", "X-Apigateway-Api-Userinfo", STAFF),
          // As Cloud Run leaves the token of an account that may not call.
          Map.of(
              "Authorization",
              "Bearer %s.%s.SIGNATURE_REMOVED_BY_GOOGLE"
                  .formatted(
                      base64("{\"alg\":\"RS256\"}"),
                      base64(
                          "{\"iss\":\"https://accounts.google.com\",\"email\":\"other@demo-restaurant"
                              + ".iam.gserviceaccount.com\",\"email_verified\":true,\"exp\":%d}"
                                  .formatted(Instant.now().getEpochSecond() + 3600))),
              "X-Apigateway-Api-Userinfo",
              STAFF));

  private final HttpClient http = HttpClient.newHttpClient();
  private Map<String, String> known = Map.of();

  /** One who has learned the run's secret. */
  Intruder knows(Secret secret) {
    var other = new Intruder();
    other.known = Map.of("Authorization", secret.bearer());
    return other;
  }

  private static String base64(String text) {
    return Base64.getUrlEncoder()
        .withoutPadding()
        .encodeToString(text.getBytes(StandardCharsets.UTF_8));
  }

  /** Calls a function for what it is there for, in every pose. */
  void assertRefusedBy(RunningFunction function) {
    for (var pose : POSES) {
      var answer = send(request(function), pose);
      var what = function.row() + " " + pose.keySet() + ": " + answer.body();
      assertTrue(answer.statusCode() == 401 || answer.statusCode() == 403, what);
      assertEquals(
          "application/problem+json; charset=utf-8",
          answer.headers().firstValue("Content-Type").orElse(""),
          what);
    }
  }

  private static HttpRequest.Builder request(RunningFunction function) {
    var row = function.row();
    return switch (row.kind()) {
      case COMMANDS ->
          post(
              function.uri().resolve("/" + row.service() + "/commands"),
              "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"Free\",\"price\":0.01}}"
                  .getBytes(StandardCharsets.UTF_8));
      case QUERIES -> HttpRequest.newBuilder(function.uri().resolve(list(row.service())));
      case PROJECTOR, REACTOR, ERASER ->
          post(function.uri(), push(row.topic().orElseThrow().replace("-events", ""), "nobody", 1));
      case TIMER, RECONCILER -> post(function.uri(), new byte[0]);
      case PUBLISHER -> {
        var trigger = TriggerMessage.of(LocalSystem.PROJECT, cheaper(row.service(), "nobody", 1));
        var post = post(function.uri(), trigger.body());
        trigger.headers().forEach(post::header);
        yield post.setHeader("Content-Type", "application/protobuf");
      }
    };
  }

  private static String list(String service) {
    return Restaurant.SYSTEM.service(service).resource().orElseThrow().path();
  }

  private static HttpRequest.Builder post(URI uri, byte[] body) {
    return HttpRequest.newBuilder(uri)
        .header("Content-Type", "application/json")
        .POST(BodyPublishers.ofByteArray(body));
  }

  /** An event of a service that nobody stored: something is nearly free. */
  private static RecordedEvent cheaper(String service, String item, long version) {
    var id = Ids.command(service, "intruder", item);
    return new RecordedEvent(
        Ids.event(id, 0),
        service,
        item,
        version,
        "menuItemModified",
        1,
        Instant.now(),
        Json.parse("{\"description\":\"Soup\",\"price\":{\"amount\":0.01,\"currency\":\"USD\"}}"),
        new Metadata(id, "hash", "journey", id, "", "intruder"));
  }

  private static byte[] push(String service, String item, long version) {
    return EventMessage.push("menu-items", cheaper(service, item, version));
  }

  /** A push of an event that nobody stored, to any address. */
  int pushes(URI address, String item, long version) {
    return send(post(address, push("menu", item, version)), known).statusCode();
  }

  private HttpResponse<String> send(HttpRequest.Builder request, Map<String, String> headers) {
    headers.forEach(request::header);
    try {
      return http.send(request.timeout(Duration.ofSeconds(30)).build(), BodyHandlers.ofString());
    } catch (IOException e) {
      throw new AssertionError(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new AssertionError(e);
    }
  }

  @Override
  public void close() {
    http.shutdownNow();
  }
}
