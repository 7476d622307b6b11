package dev.eventfold.personal;

import dev.eventfold.events.Ids;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/**
 * Hashes of what could be guessed: HMAC-SHA-256, each as {@code <version>:<hexadecimal>}. To change
 * the key, have a new version beside the old one, until nothing is left that only the old one has
 * hashed: so long each text has a hash by both.
 */
public final class KeyedHash {

  /** By no key: for what no person's data is in. SHA-256 in hexadecimal. */
  public static final KeyedHash UNKEYED = new KeyedHash(new TreeMap<>());

  private static final int LEAST_BYTES = 32;

  private final SortedMap<Integer, byte[]> keys;

  private KeyedHash(SortedMap<Integer, byte[]> keys) {
    this.keys = keys;
  }

  /**
   * @param keys of at least 32 bytes each, by version; at least one
   */
  public static KeyedHash of(Map<Integer, byte[]> keys) {
    if (keys.isEmpty() || keys.values().stream().anyMatch(key -> key.length < LEAST_BYTES)) {
      throw new IllegalArgumentException("Hashes need keys of at least 32 bytes.");
    }
    return new KeyedHash(new TreeMap<>(keys));
  }

  /** By each version, the oldest first. */
  public List<String> all(String text) {
    return keys.isEmpty()
        ? List.of(Ids.hash(text))
        : keys.entrySet().stream()
            .map(it -> it.getKey() + ":" + hmac(it.getValue(), text))
            .toList();
  }

  /** By all versions, in one text. */
  public String joined(String text) {
    return String.join(" ", all(text));
  }

  /** Whether two texts are known to differ by their hashes: no version is known to have both. */
  public static boolean differ(String one, String other) {
    var theirs = byVersion(other);
    return byVersion(one).entrySet().stream()
        .anyMatch(it -> !it.getValue().equals(theirs.getOrDefault(it.getKey(), it.getValue())));
  }

  private static Map<String, String> byVersion(String hashes) {
    return hashes.contains(":")
        ? Stream.of(hashes.split(" "))
            .collect(Collectors.toMap(it -> it.replaceFirst(":.*", ""), it -> it))
        : Map.of("", hashes);
  }

  private static String hmac(byte[] key, String text) {
    try {
      var mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return HexFormat.of().formatHex(mac.doFinal(text.getBytes(StandardCharsets.UTF_8)));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java platform has HMAC-SHA-256", e);
    }
  }
}
