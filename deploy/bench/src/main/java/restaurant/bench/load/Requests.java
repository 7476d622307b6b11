package restaurant.bench.load;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.UUID;

/**
 * Requests as bytes, each as the gateway would hand it on.
 *
 * @param token the bearer token
 * @param isBehindGateway whether a gateway says who calls, from the token; else the request does
 */
public record Requests(URI server, String token, boolean isBehindGateway) {

  /** To a function itself, by one who may call it. */
  public static Requests toFunction(URI function, String token) {
    return new Requests(function, token, false);
  }

  /** A new item of the menu. */
  public byte[] add(String caller) {
    return post("/menu/commands", caller, addBody("Pepperoni " + UUID.randomUUID()));
  }

  static String addBody(String description) {
    return "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"%s\",\"price\":\"10.00\"}}"
        .formatted(description);
  }

  /** A new price of an item. */
  public byte[] modify(String caller, String id, int cents) {
    return post(
        "/menu/commands",
        caller,
        "{\"type\":\"modifyMenuItem\",\"aggregateId\":\"%s\",\"payload\":{\"description\":\"Pepperoni\",\"price\":\"%d.%02d\"}}"
            .formatted(id, 1 + cents / 100, cents % 100));
  }

  public byte[] get(String caller, String path) {
    return bytes("GET " + path, caller, "", "");
  }

  public byte[] post(String path, String caller, String body) {
    return bytes(
        "POST " + path,
        caller,
        "Idempotency-Key: "
            + UUID.randomUUID()
            + "\r\nContent-Type: application/json\r\nContent-Length: "
            + body.length()
            + "\r\n",
        body);
  }

  private byte[] bytes(String request, String caller, String headers, String body) {
    var claims = "{\"sub\":\"%s\",\"role\":\"staff\"}".formatted(caller);
    var who =
        isBehindGateway
            ? ""
            : "X-Apigateway-Api-Userinfo: "
                + Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8))
                + "\r\n";
    return "%s HTTP/1.1\r\nHost: %s\r\nAuthorization: Bearer %s\r\n%s%s\r\n%s"
        .formatted(request, server.getAuthority(), token, who, headers, body)
        .getBytes(StandardCharsets.UTF_8);
  }
}
