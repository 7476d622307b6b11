package restaurant.local.security;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Values that somebody sends who wants to see something break. */
final class Oddities {

  /** Of a parameter, as they stand in the address. */
  private static final List<String> IN_ADDRESSES =
      list(
          """
          +  %20  %  %%%  %z  %zz  %f  %ff  %00  %0a  %C0%80  %ED%A0%80  %F4%90%80%80  %u0041  1%00
          ..  .  %2e%2e  a/b  a%2Fb  __x__  __name__  -  --  ;  =  &  ?  #  []  {}  %27%22%3Cscript%3E
          null  NaN  true  TRUE  false  0  -0  1  -1  2  1.0  1e5  0x1  007  %D9%A1  %F0%9F%8D%95
          9223372036854775807  9223372036854775808  99999999999999999999999  %E2%80%AE  eyJ9
          0000-01-01T00:00:00Z  -0001-01-01T00:00:00Z  %2B10000-01-01T00:00:00Z
          %2B1000000000-12-31T23:59:59Z  -1000000000-01-01T00:00:00Z  9999-12-31T23:59:59Z
          9999-12-31T23:59:59.999999999Z  0001-01-01T00:00:00Z  2026-02-30T00:00:00Z
          2026-01-31T24:00:00Z  2026-01-31T18:30:00%2B23:59  0001-01-01T00:00:00%2B18:00
          9999-12-31T23:59:59-18:00  2026-06-30T23:59:60Z  2026-01-31t18:30:00z
          price  -price  --price  id  -id  version  body  open  placed  cook  ANN@EXAMPLE.COM
          """);

  /** In the place of a value in a body. */
  private static final List<String> IN_BODIES =
      list(
          """
          null  true  0  -0  -0.0  1  1e0  1E1  10.00  NaN  Infinity  -Infinity  +1  01  .5  5.  0x10
          1e99999999999  1e-99999999999  1e-2147483648  1e2147483647  1e2147483648  -1e2147483647
          1e-2147483647  1e999999999  1e-999999999  1e400  1e-400  0e2147483647  0e-2147483648
          0.1e-2147483647  10e-2147483648  2147483648  -2147483649  9223372036854775808  1_000
          1000000001  999999999.99  0.005  ""  " "  "\\u0000"  "a\\u0007b"  "a\\nb"  "\\t"
          "\\ud800"  "\\udc00\\ud800"  "\\u200b\\u200b"  "\\u202e"  "\\u2800"  "\\u3164"
          "\\ufeff"  "\\uffff"  "\\x41"  "\\u12"  "a  'a'  a  ".."  "a/b"  "__x__"  "a@0000000001"
          "%s %n %d"  "${x}"  []  [[]]  {}  {"amount":1}  [1,2  {"a":1,"a":2}  //  /* */ 1  "a" "b"
          "home"  "1"  "ann@example.com"
          """);

  private static final List<String> IN_HEADERS =
      list(
          """
          a  "a"  "a  a"  ""  "a\\"b"  "a\\\\b"  "a\\b"  "a";b=1  a b  a,b  "a","b"  *  W/"1"  "1"  "2"
          1  "0"  "9999999999"  "99999999999"  "1.5"  "1", "2"  ?0  :YWJj:  1.5  a;b=c;d  gzip  chunked
          wait  wait=  wait=0  wait=-1  wait=1e9  WAIT=0  wait="0"  respond-async, wait=0
          wait=0; wait=0  00-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
          00-00000000000000000000000000000000-0000000000000000-00
          ff-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01
          00-4BF92F3577B34DA6A3CE929D0E0E4736-00F067AA0BA902B7-01
          01-4bf92f3577b34da6a3ce929d0e0e4736-00f067aa0ba902b7-01-x
          """);

  private static final List<String> CONTENT_TYPES =
      list(
          """
          application/json  application/json;charset=utf-8  APPLICATION/JSON; charset=UTF-8
          application/json; charset="utf-8"  application/json; charset=latin1
          application/json; charset=x  application/json; boundary=a  text/plain  text/html
          application/xml  application/x-www-form-urlencoded  multipart/form-data
          multipart/form-data; boundary=a  multipart/mixed  */*  a  /  ;  text/plain, application/json
          """);

  /** In the place of a field of a page token. */
  private static final List<String> IN_TOKENS =
      list(
          """
          a/b  /  ..  .  __x__  TEXT  TIME  WHOLE_NUMBER  TRUE_OR_FALSE  true  7  9999999999  -1  abc
          +1000000000-12-31T23:59:59Z  -1000000000-01-01T00:00:00Z  0000-01-01T00:00:00Z
          """);

  private Oddities() {}

  /** Two blanks are between values. */
  private static List<String> list(String text) {
    return List.of(text.strip().split("\\s*\\n\\s*| {2,}"));
  }

  static <T> T one(Random random, List<T> of) {
    return of.get(random.nextInt(of.size()));
  }

  static String inAddress(Random random) {
    return switch (random.nextInt(12)) {
      case 4 -> "";
      case 0 -> "a".repeat(1 + random.nextInt(3_000));
      case 1 -> "%C3%A9".repeat(740 + random.nextInt(30));
      case 2 -> "a".repeat(1_490 + random.nextInt(20));
      case 3 -> "%%%02x".formatted(random.nextInt(256));
      default -> one(random, IN_ADDRESSES);
    };
  }

  static String inHeader(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> "x".repeat(one(random, List.of(199, 200, 201, 3_000)));
      case 2 -> "\"" + "x".repeat(one(random, List.of(199, 200, 201))) + "\"";
      case 3 -> one(random, List.of("\u00e9", "\u00ff\u00fe", "\u0080", "a\tb"));
      default -> one(random, IN_HEADERS);
    };
  }

  static String contentType(Random random) {
    return random.nextInt(8) == 0 ? "" : one(random, CONTENT_TYPES);
  }

  private static String inToken(Random random) {
    return switch (random.nextInt(10)) {
      case 0 -> "";
      case 1 -> "a".repeat(1_501);
      case 2 -> one(random, List.of("\u0000", "\ud83c\udf55"));
      default -> one(random, IN_TOKENS);
    };
  }

  static String inBody(Random random) {
    return switch (random.nextInt(16)) {
      case 0 -> "9".repeat(1 + random.nextInt(1_200));
      case 1 -> "0." + "1".repeat(1 + random.nextInt(1_200));
      case 2 -> deep(random, "[", "]");
      case 3 -> deep(random, "{\"a\":", "}");
      case 4 -> "\"" + "\\u00e9".repeat(random.nextInt(1_000)) + "\"";
      case 5 -> "\"" + "\ud83c\udf55".repeat(random.nextInt(600)) + "\"";
      case 6 -> "\"\\u%04x\"".formatted(random.nextInt(0x10000));
      case 7 -> "%de%d".formatted(random.nextInt(100), random.nextLong());
      case 8 -> "%d.%de%d".formatted(random.nextInt(), random.nextInt(100), random.nextInt());
      default -> one(random, IN_BODIES);
    };
  }

  private static String deep(Random random, String open, String close) {
    int depth = one(random, List.of(2, 20, 190, 199, 200, 201, 1_000, 20_000));
    return open.repeat(depth) + "1" + close.repeat(depth);
  }

  /** A page token that was given out, changed by somebody who has seen through it. */
  static String forged(Random random, String token) {
    if (token.isEmpty() || random.nextInt(4) == 0) {
      return token;
    }
    if (random.nextInt(4) == 0) {
      int at = random.nextInt(token.length());
      return token.substring(0, at) + "Ab-_.~%=".charAt(random.nextInt(8)) + token.substring(at);
    }
    var parts = token.split("\\.", 2);
    try {
      var text = new String(Base64.getUrlDecoder().decode(parts[0]), StandardCharsets.UTF_8);
      if (Json.parse(text) instanceof ObjectNode content) {
        var names = List.copyOf(content.propertyStream().map(Map.Entry::getKey).toList());
        var name = random.nextInt(3) == 0 ? "id" : one(random, names);
        content.put(name, inToken(random));
        text = content.toString();
      } else {
        text = inToken(random);
      }
      var forged =
          Base64.getUrlEncoder()
              .withoutPadding()
              .encodeToString(text.getBytes(StandardCharsets.UTF_8));
      return parts.length == 2 ? forged + "." + parts[1] : forged;
    } catch (IllegalArgumentException e) {
      return one(random, List.of("0", "1", "99", "9999999999", "-1", "%31", token + token));
    }
  }
}
