package dev.eventfold.gcp.queries;

import dev.eventfold.gcp.Settings;
import dev.eventfold.gcp.http.Utf8;
import dev.eventfold.json.Json;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Page tokens: places in a list that only we can have named, each good for one caller and one list.
 * They are signed (HMAC-SHA256), not encrypted: what is in them, the client has just been shown.
 *
 * <p>The key is the setting {@code PAGE_TOKEN_KEY}, the same for every instance. Without it each
 * process draws its own, and a token is good in the process alone that made it.
 */
final class PageTokens {

  private static final String ALGORITHM = "HmacSHA256";
  private static final byte[] OWN_KEY = new byte[32];

  static {
    new SecureRandom().nextBytes(OWN_KEY);
  }

  private PageTokens() {}

  /**
   * @param place as text
   * @param scope what it is good for: caller, path, filters, order
   */
  static String of(String place, List<String> scope) {
    var bytes = place.getBytes(StandardCharsets.UTF_8);
    var encoder = Base64.getUrlEncoder().withoutPadding();
    return encoder.encodeToString(bytes) + "." + encoder.encodeToString(mac(bytes, scope));
  }

  /** The place; empty where the token is not one of ours, or of another scope. */
  static Optional<String> place(String token, List<String> scope) {
    var parts = token.split("\\.", -1);
    if (parts.length != 2) {
      return Optional.empty();
    }
    try {
      var bytes = Base64.getUrlDecoder().decode(parts[0]);
      var mac = Base64.getUrlDecoder().decode(parts[1]);
      return MessageDigest.isEqual(mac, mac(bytes, scope))
          ? Optional.of(Utf8.text(bytes))
          : Optional.empty();
    } catch (IllegalArgumentException | CharacterCodingException e) {
      return Optional.empty();
    }
  }

  private static byte[] mac(byte[] place, List<String> scope) {
    try {
      var mac = Mac.getInstance(ALGORITHM);
      mac.init(new SecretKeySpec(key(), ALGORITHM));
      // As JSON: no two scopes look the same.
      mac.update(Json.text(Json.tree(scope)).getBytes(StandardCharsets.UTF_8));
      return mac.doFinal(place);
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has " + ALGORITHM, e);
    }
  }

  private static byte[] key() {
    return Settings.get("PAGE_TOKEN_KEY")
        .map(key -> key.getBytes(StandardCharsets.UTF_8))
        .orElse(OWN_KEY);
  }
}
