package dev.eventfold.gcp.http;

import java.util.Arrays;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Versions as entity tags: version 3 is {@code "3"}. A view that other streams change too adds a
 * number for them, {@code "3.17"}, and one that has another shape than the first says so, {@code
 * "3.17.s2"}; for {@code If-Match} only the version counts, whatever other code has added.
 */
public final class Versions {

  private static final Pattern TAG =
      Pattern.compile("(?:W/)?\"([0-9]{1,10})(?:\\.[0-9a-z.]{1,50})?\"");

  private Versions() {}

  public static String tag(long version) {
    return "\"" + version + "\"";
  }

  public static String tag(long version, long outside, int shape) {
    return "\"%d%s%s\""
        .formatted(version, outside == 0 ? "" : "." + outside, shape == 1 ? "" : ".s" + shape);
  }

  /** The version in a tag. */
  public static Optional<Long> ofTag(String tag) {
    var form = TAG.matcher(tag);
    return form.matches() ? Optional.of(Long.parseLong(form.group(1))) : Optional.empty();
  }

  /** Whether a tag is in an If-None-Match header (RFC 9110: compared weakly). */
  public static boolean matches(String ifNoneMatch, String tag) {
    return Arrays.stream(ifNoneMatch.split(","))
        .map(String::strip)
        .map(one -> one.replaceFirst("^W/", ""))
        .anyMatch(one -> one.equals("*") || one.equals(tag));
  }
}
