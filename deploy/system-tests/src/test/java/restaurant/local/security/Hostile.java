package restaurant.local.security;

import java.nio.charset.StandardCharsets;
import java.util.Optional;
import restaurant.local.contract.Operation;

/**
 * A request as its bytes go over the wire, right or wrong.
 *
 * @param name which one of a run it is
 * @param operation the one whose answers it must get; empty where the document says nothing of it
 * @param function the function that it is sent to; empty for the gateway
 * @param isHttp whether it is wrong as HTTP already
 */
record Hostile(
    String name,
    Optional<Operation> operation,
    Optional<String> function,
    boolean isHttp,
    byte[] bytes) {

  boolean isHead() {
    return bytes.length > 4 && new String(bytes, 0, 5, StandardCharsets.ISO_8859_1).equals("HEAD ");
  }

  @Override
  public String toString() {
    var text = new String(bytes, StandardCharsets.ISO_8859_1);
    var shown = text.length() > 1_500 ? text.substring(0, 1_500) + " …" : text;
    return "%s to %s:%n%s".formatted(name, function.orElse("the gateway"), shown);
  }
}
