package dev.eventfold.simulation.world;

import java.nio.charset.StandardCharsets;
import java.util.Base64;

/** Who asks, as the gateway says it. */
public record Caller(String name, boolean isStaff) {

  /** The claims of a token, as they are in a header. */
  public String userinfo() {
    var claims = "{\"sub\":\"%s\",\"role\":\"%s\"}".formatted(name, isStaff ? "staff" : "other");
    return Base64.getUrlEncoder().encodeToString(claims.getBytes(StandardCharsets.UTF_8));
  }
}
