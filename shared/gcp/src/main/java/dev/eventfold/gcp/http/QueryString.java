package dev.eventfold.gcp.http;

import dev.eventfold.json.Malformed;
import java.io.ByteArrayOutputStream;
import java.nio.charset.CharacterCodingException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The part of an address behind the question mark. Servers are lenient with it, each its own way.
 */
final class QueryString {

  private QueryString() {}

  /**
   * The values by their names, decoded.
   *
   * @throws Malformed a percent sign is no escape, or what is escaped is no text
   */
  static Map<String, List<String>> parse(String query) {
    var parameters = new LinkedHashMap<String, List<String>>();
    for (var part : query.split("&")) {
      if (!part.isEmpty()) {
        var sides = part.split("=", 2);
        parameters
            .computeIfAbsent(decoded(sides[0]), name -> new ArrayList<>())
            .add(sides.length == 2 ? decoded(sides[1]) : "");
      }
    }
    return parameters;
  }

  private static String decoded(String text) {
    var bytes = new ByteArrayOutputStream();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c == '%') {
        bytes.write(escaped(text, i + 1));
        i += 2;
      } else if (c > ' ' && c < 127) {
        bytes.write(c == '+' ? ' ' : c);
      } else {
        throw malformed();
      }
    }
    try {
      var decoded = Utf8.text(bytes.toByteArray());
      if (decoded.chars().noneMatch(Character::isISOControl)) {
        return decoded;
      }
    } catch (CharacterCodingException e) {
      // Said below.
    }
    throw malformed();
  }

  private static int escaped(String text, int at) {
    try {
      return HexFormat.fromHexDigits(text, at, at + 2);
    } catch (IllegalArgumentException | IndexOutOfBoundsException e) {
      throw malformed();
    }
  }

  private static Malformed malformed() {
    return new Malformed(
        "", "The query must be UTF-8 in percent-encoding, without control characters.");
  }
}
