package dev.eventfold.gcp.tracing;

import io.opentelemetry.api.trace.SpanContext;
import java.util.HexFormat;
import java.util.Optional;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/**
 * A W3C trace context.
 *
 * @param parent the whole header
 * @param id 32 hexadecimal digits
 */
public record Trace(String parent, String id) {

  private static final Pattern FORM =
      Pattern.compile("00-(?!0{32})([0-9a-f]{32})-(?!0{16})[0-9a-f]{16}-[0-9a-f]{2}");

  /** The one that a span is part of, with the span as the parent of what follows. */
  public static Trace of(SpanContext span) {
    var parent =
        "00-%s-%s-%s".formatted(span.getTraceId(), span.getSpanId(), span.getTraceFlags().asHex());
    return new Trace(parent, span.getTraceId());
  }

  /** 16 hexadecimal digits. */
  public String span() {
    return parent.substring(36, 52);
  }

  public boolean isSampled() {
    return (Integer.parseInt(parent, 53, 55, 16) & 1) == 1;
  }

  /** The one in the header; a new one where there is none or it is broken, as the standard asks. */
  public static Trace of(Optional<String> header) {
    var given = header.map(FORM::matcher).filter(m -> m.matches());
    if (given.isPresent()) {
      return new Trace(header.get(), given.get().group(1));
    }
    var random = new byte[24];
    ThreadLocalRandom.current().nextBytes(random);
    var hex = HexFormat.of().formatHex(random);
    var id = hex.substring(0, 32);
    return new Trace("00-%s-%s-01".formatted(id, hex.substring(32)), id);
  }
}
