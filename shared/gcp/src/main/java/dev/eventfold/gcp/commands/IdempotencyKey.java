package dev.eventfold.gcp.commands;

import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.json.Malformed;
import java.util.UUID;
import java.util.regex.Pattern;

/**
 * What tells a command that is sent again from a new one. A string of RFC 8941 in its quotes, as
 * draft-ietf-httpapi-idempotency-key-header has it, or the same without them.
 *
 * @param value without quotes
 * @param header as it was sent
 * @param isNew it was made for this request, so that nobody can have sent it before
 */
record IdempotencyKey(String value, String header, boolean isNew) {

  private static final Pattern BARE = Pattern.compile("[!#-~][!-~]{0,199}");
  private static final Pattern QUOTED =
      Pattern.compile("\"(?:[ !#-\\[\\]-~]|\\\\[\"\\\\]){1,200}\"");

  /**
   * The one of a request; a new one where it has none.
   *
   * @throws Malformed it is there and has neither form
   */
  static IdempotencyKey of(Exchange exchange) {
    return exchange
        .header("Idempotency-Key")
        .map(IdempotencyKey::parse)
        .orElseGet(
            () -> {
              var made = UUID.randomUUID().toString();
              return new IdempotencyKey(made, made, true);
            });
  }

  private static IdempotencyKey parse(String header) {
    if (BARE.matcher(header).matches()) {
      return new IdempotencyKey(header, header, false);
    }
    if (QUOTED.matcher(header).matches()) {
      var inside = header.substring(1, header.length() - 1);
      return new IdempotencyKey(inside.replaceAll("\\\\(.)", "$1"), header, false);
    }
    throw new Malformed(
        "Idempotency-Key",
        "Idempotency-Key must be 1 to 200 printable ASCII characters, best in quotes.");
  }
}
