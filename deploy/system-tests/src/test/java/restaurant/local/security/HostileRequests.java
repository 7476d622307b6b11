package restaurant.local.security;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.gcp.Settings;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import restaurant.local.contract.Operation;

/**
 * Requests drawn from the document, some as it has them and most of them not. The same seed and the
 * same things that are known of the system make the same requests.
 */
final class HostileRequests {

  /**
   * What somebody knows who has looked around.
   *
   * @param bearers tokens, good and bad
   * @param ids of what is there
   * @param pageTokens that were given out
   */
  record Known(List<String> bearers, List<String> ids, List<String> pageTokens) {}

  private final List<Operation> operations;
  private final List<Operation> commands;
  private final Known known;
  private final long seed;

  HostileRequests(JsonNode document, Known known, long seed) {
    this.operations = Operation.all(document);
    this.commands = operations.stream().filter(Operation::takesCommands).toList();
    this.known = known;
    this.seed = seed;
  }

  Hostile request(int index) {
    var random = new Random(seed * 1_000_003 + index);
    random.nextInt();
    var name = "request %d of seed %d".formatted(index, seed);
    return random.nextInt(12) == 0 ? wrongAsHttp(random, name) : toOperation(random, name);
  }

  private Hostile toOperation(Random random, String name) {
    var operation = Oddities.one(random, random.nextBoolean() ? commands : operations);
    boolean isDirect = random.nextInt(4) == 0;
    var headers = headers(random, operation, isDirect);
    // Two dots lead to the page for people.
    var id =
        random.nextInt(5) == 0
            ? Oddities.inAddress(random).replace("..", ".").replace("%2e%2e", "%2e")
            : Oddities.one(random, known.ids);
    boolean isPlain = !operation.path().contains("{id}") || id.matches("[A-Za-z0-9-]{1,64}");
    var target = operation.path().replace("{id}", id) + query(random, operation);
    var body = operation.takesCommands() ? body(random, operation) : new byte[0];
    var method =
        random.nextInt(20) == 0
            ? Oddities.one(random, List.of("HEAD", "PUT", "OPTIONS", "TRACE", "X", "get"))
            : operation.method();
    boolean isDocumented = isPlain && method.equals(operation.method());
    return new Hostile(
        name,
        isDocumented ? Optional.of(operation) : Optional.empty(),
        isDirect ? Optional.of(operation.function()) : Optional.empty(),
        false,
        bytes(random, method + " " + target + " HTTP/1.1", headers, body));
  }

  private List<String> headers(Random random, Operation operation, boolean isDirect) {
    var headers = new ArrayList<String>();
    headers.add("Host: localhost");
    if (isDirect) {
      // As the gateway: else a function asks no further.
      headers.add("Authorization: Bearer " + Settings.get("CALLER_TOKEN").orElseThrow());
      headers.add("X-Apigateway-Api-Userinfo: " + userinfo(random));
    } else {
      headers.add("Authorization: Bearer " + Oddities.one(random, known.bearers));
    }
    if (operation.takesCommands()) {
      var type = random.nextInt(8) == 0 ? Oddities.contentType(random) : "application/json";
      headers.add("Content-Type: " + type);
    }
    var names =
        List.of(
            "Idempotency-Key",
            "If-Match",
            "If-None-Match",
            "Prefer",
            "traceparent",
            "X-Correlation-Id",
            "X-Causation-Id",
            "Accept",
            "Accept-Encoding",
            "Content-Encoding",
            "X-HTTP-Method-Override",
            "Range",
            "If-Modified-Since",
            "Cookie");
    for (int more = random.nextInt(4) - 1; more > 0; more--) {
      headers.add(Oddities.one(random, names) + ": " + Oddities.inHeader(random));
    }
    return headers;
  }

  /** What a gateway says of a caller, if it can be made to say such a thing. */
  private static String userinfo(Random random) {
    var claims =
        switch (random.nextInt(6)) {
          case 0 -> "{\"sub\":%s}".formatted(Oddities.inBody(random));
          case 1 -> "{\"sub\":\"cook\",\"role\":%s}".formatted(Oddities.inBody(random));
          case 2 -> Oddities.inBody(random);
          default -> "{\"sub\":\"cook\",\"role\":\"staff\"}";
        };
    var text = Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
    return text.length() > 6_000 ? text.substring(0, 6_000) : text;
  }

  private String query(Random random, Operation operation) {
    if (operation.takesCommands() && random.nextInt(5) > 0) {
      return "";
    }
    var known =
        operation.parameters().filter(it -> it.path("in").asText().equals("query")).toList();
    var given = new ArrayList<String>();
    for (int more = random.nextInt(4) - 1; more > 0; more--) {
      if (known.isEmpty() || random.nextInt(12) == 0) {
        given.add(Oddities.inAddress(random) + "=" + Oddities.inAddress(random));
      } else {
        var parameter = Oddities.one(random, known);
        given.add(parameter.path("name").asText() + "=" + value(random, parameter));
      }
    }
    return given.isEmpty() ? "" : "?" + String.join("&", given);
  }

  private String value(Random random, JsonNode parameter) {
    if (parameter.path("name").asText().equals("pageToken") && random.nextInt(4) > 0) {
      return Oddities.forged(random, Oddities.one(random, known.pageTokens));
    }
    var schema = parameter.path("schema");
    if (random.nextInt(3) > 0) {
      return Oddities.inAddress(random);
    } else if (schema.has("enum")) {
      return schema.path("enum").path(random.nextInt(schema.path("enum").size())).asText();
    } else if (schema.path("type").asText().equals("integer")) {
      return Integer.toString(1 + random.nextInt(3));
    } else if (schema.path("type").asText().equals("boolean")) {
      return Boolean.toString(random.nextBoolean());
    }
    return schema.path("format").asText().equals("date-time")
        ? "2026-01-31T18:30:00Z"
        : Oddities.one(random, known.ids);
  }

  /** An example of the document with some of its values, or its bytes, replaced. */
  private byte[] body(Random random, Operation operation) {
    var examples =
        operation
            .tree()
            .at("/requestBody/content/application~1json/examples")
            .valueStream()
            .toList();
    var fields = new LinkedHashMap<String, String>();
    var example = Oddities.one(random, examples).path("value");
    example.properties().forEach(field -> fields.put(field.getKey(), field.getValue().toString()));
    fields.computeIfPresent("aggregateId", (field, id) -> id(random, id));
    var payload = new LinkedHashMap<String, String>();
    example
        .path("payload")
        .properties()
        .forEach(
            field -> {
              var value = field.getValue().toString();
              payload.put(
                  field.getKey(), field.getKey().endsWith("Id") ? id(random, value) : value);
            });
    fields.computeIfPresent("payload", (field, value) -> object(random, payload));
    if (random.nextBoolean() && fields.containsKey("payload")) {
      replaceOne(random, payload);
      fields.put("payload", object(random, payload));
    } else if (random.nextInt(4) == 0) {
      replaceOne(random, fields);
    }
    var text = object(random, fields);
    return switch (random.nextInt(40)) {
      case 0 -> new byte[0];
      case 1 -> Oddities.inBody(random).getBytes(StandardCharsets.UTF_8);
      case 2 -> text.substring(0, random.nextInt(text.length())).getBytes(StandardCharsets.UTF_8);
      case 3 -> text.getBytes(StandardCharsets.UTF_16);
      case 4 -> ("\ufeff" + text).getBytes(StandardCharsets.UTF_8);
      case 5 -> (text + text).getBytes(StandardCharsets.UTF_8);
      case 6 -> (text + "\u00ff").getBytes(StandardCharsets.ISO_8859_1);
      case 7 -> (text + " ".repeat(random.nextInt(300_000))).getBytes(StandardCharsets.UTF_8);
      default -> text.getBytes(StandardCharsets.UTF_8);
    };
  }

  private String id(Random random, String published) {
    return random.nextInt(6) == 0 ? published : "\"" + Oddities.one(random, known.ids) + "\"";
  }

  private static void replaceOne(Random random, Map<String, String> fields) {
    var names = new ArrayList<>(fields.keySet());
    names.add("more");
    fields.put(Oddities.one(random, names), Oddities.inBody(random));
  }

  private static String object(Random random, Map<String, String> fields) {
    var parts = new ArrayList<String>();
    fields.forEach((name, value) -> parts.add("\"" + name + "\":" + value));
    if (!parts.isEmpty() && random.nextInt(30) == 0) {
      parts.add(Oddities.one(random, parts));
    }
    if (random.nextInt(30) == 0) {
      parts.add(Oddities.inBody(random) + ":1");
    }
    return "{" + String.join(",", parts) + "}";
  }

  private static byte[] bytes(Random random, String start, List<String> headers, byte[] body) {
    boolean isChunked = body.length > 0 && random.nextInt(10) == 0;
    var head = new StringBuilder(start + "\r\n");
    headers.forEach(header -> head.append(header).append("\r\n"));
    if (isChunked) {
      head.append("Transfer-Encoding: chunked\r\n\r\n%x\r\n".formatted(body.length));
    } else {
      head.append("Content-Length: %d\r\n\r\n".formatted(body.length));
    }
    return joined(head.toString(), body, isChunked ? "\r\n0\r\n\r\n" : "");
  }

  private static byte[] joined(String before, byte[] body, String after) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(before.getBytes(StandardCharsets.ISO_8859_1));
    bytes.writeBytes(body);
    bytes.writeBytes(after.getBytes(StandardCharsets.ISO_8859_1));
    return bytes.toByteArray();
  }

  /** What no function gets to see, if the gateway is worth anything. */
  private Hostile wrongAsHttp(Random random, String name) {
    var path =
        Oddities.one(random, operations)
            .path()
            .replace("{id}", "%%%02x".formatted(random.nextInt(256)));
    var fine = "GET " + path + " HTTP/1.1";
    var host = "Host: localhost";
    var length = "Content-Length: 0";
    var request =
        switch (random.nextInt(26)) {
          case 0 -> List.of("GET /menu/items/" + "a".repeat(20_000) + " HTTP/1.1", host);
          case 1 -> List.of(fine, host, "X-A: " + "a".repeat(20_000));
          case 2 -> List.of(fine);
          case 3 -> List.of(fine, host, "Host: example.com");
          case 4 -> List.of("GET " + path + " HTTP/1.0", host);
          case 5 -> List.of("GET " + path + " HTTP/3.7", host);
          case 6 -> List.of("GET " + path, host);
          case 7 -> List.of("GET http://example.com" + path + " HTTP/1.1", host);
          case 8 -> List.of("OPTIONS * HTTP/1.1", host, length);
          case 9 -> List.of("CONNECT localhost:1 HTTP/1.1", host);
          case 10 -> List.of(fine, host, "no colon");
          case 11 -> List.of(fine, host, ": no name");
          case 12 -> List.of(fine, host, "X-A : blank");
          case 13 -> List.of(fine, host, "X-A: folded", "  on");
          case 14 -> List.of(fine, host, "X-A: \u0007");
          case 15 -> List.of(fine, "Host: " + Oddities.inHeader(random));
          case 16 -> List.of("POST " + path + " HTTP/1.1", host, "Content-Length: -1");
          case 17 -> List.of("POST " + path + " HTTP/1.1", host, "Content-Length: x");
          case 18 ->
              List.of("POST " + path + " HTTP/1.1", host, "Content-Length: 1", "Content-Length: 2");
          case 19 -> List.of("POST " + path + " HTTP/1.1", host, "Transfer-Encoding: x");
          case 20 -> List.of(fine, host, length, "Expect: " + Oddities.inHeader(random));
          case 21 -> List.of(fine, host, length, "Connection: Upgrade", "Upgrade: websocket");
          case 22 -> List.of(fine, host, length, "Connection: Host, Authorization");
          case 23 -> List.of("G\u00e9T " + path + " HTTP/1.1", host);
          case 24 -> List.of("GET /menu/\u00e9\u0001 HTTP/1.1", host);
          default -> List.of("GET /" + Oddities.inAddress(random) + "/x HTTP/1.1", host, length);
        };
    var text = String.join("\r\n", request) + "\r\nConnection: close\r\n\r\n";
    return new Hostile(
        name, Optional.empty(), Optional.empty(), true, text.getBytes(StandardCharsets.ISO_8859_1));
  }
}
