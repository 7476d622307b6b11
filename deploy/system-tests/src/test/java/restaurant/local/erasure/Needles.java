package restaurant.local.erasure;

import com.fasterxml.jackson.databind.node.TextNode;
import dev.eventfold.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;

/**
 * Finds texts in bytes, as they are, in lower case, in hexadecimal, in base64 wherever it begins,
 * and as JSON has them.
 */
final class Needles {

  private static final int PREFIX = 8;

  private final Map<Long, List<byte[]>> byPrefix = new HashMap<>();

  void add(String text) {
    for (var form :
        new TreeSet<>(
            List.of(text, text.toLowerCase(Locale.ROOT), json(text), ascii(json(text))))) {
      var bytes = form.getBytes(StandardCharsets.UTF_8);
      plain(bytes);
      plain(HexFormat.of().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
      plain(HexFormat.of().withUpperCase().formatHex(bytes).getBytes(StandardCharsets.US_ASCII));
      for (int offset = 0; offset < 3; offset++) {
        base64(bytes, offset, Base64.getEncoder());
        base64(bytes, offset, Base64.getUrlEncoder());
      }
    }
  }

  /** As it stands in JSON. */
  static String json(String text) {
    var quoted = Json.text(TextNode.valueOf(text));
    return quoted.substring(1, quoted.length() - 1);
  }

  private static String ascii(String text) {
    var ascii = new StringBuilder();
    for (char c : text.toCharArray()) {
      ascii.append(c < 128 ? String.valueOf(c) : "\\u%04x".formatted((int) c));
    }
    return ascii.toString();
  }

  /** Of what stands at its edges, base64 mixes in what is beside it. */
  private void base64(byte[] bytes, int offset, Base64.Encoder encoder) {
    var padded = new byte[offset + bytes.length];
    System.arraycopy(bytes, 0, padded, offset, bytes.length);
    var encoded = encoder.withoutPadding().encodeToString(padded);
    int from = offset == 0 ? 0 : offset + 1;
    int to = encoded.length() - (padded.length % 3 == 0 ? 0 : 1);
    plain(encoded.substring(from, to).getBytes(StandardCharsets.US_ASCII));
  }

  private void plain(byte[] needle) {
    if (needle.length < PREFIX) {
      throw new IllegalArgumentException("too short to be sure");
    }
    byPrefix.computeIfAbsent(prefix(needle, 0), p -> new ArrayList<>()).add(needle);
  }

  private static long prefix(byte[] bytes, int at) {
    long prefix = 0;
    for (int i = 0; i < PREFIX; i++) {
      prefix = prefix << 8 | bytes[at + i] & 0xff;
    }
    return prefix;
  }

  /** What of them is there. */
  Set<String> in(byte[] haystack) {
    var found = new TreeSet<String>();
    long window = 0;
    for (int i = 0; i < haystack.length; i++) {
      window = window << 8 | haystack[i] & 0xff;
      int at = i - PREFIX + 1;
      if (at >= 0 && byPrefix.containsKey(window)) {
        for (var needle : byPrefix.get(window)) {
          if (isAt(haystack, at, needle)) {
            found.add(new String(needle, StandardCharsets.UTF_8));
          }
        }
      }
    }
    return found;
  }

  private static boolean isAt(byte[] haystack, int at, byte[] needle) {
    return at + needle.length <= haystack.length
        && Arrays.equals(haystack, at, at + needle.length, needle, 0, needle.length);
  }
}
