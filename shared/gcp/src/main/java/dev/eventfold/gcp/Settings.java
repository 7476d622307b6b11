package dev.eventfold.gcp;

import java.time.Duration;
import java.time.format.DateTimeParseException;
import java.util.Locale;
import java.util.Optional;

/**
 * Where functions take their settings from: the environment, or a system property of the same name
 * ({@code GOOGLE_CLOUD_PROJECT} is {@code google.cloud.project}), for several functions in one
 * process.
 */
public final class Settings {

  private Settings() {}

  public static Optional<String> get(String name) {
    var property = System.getProperty(name.toLowerCase(Locale.ROOT).replace('_', '.'));
    return Optional.ofNullable(property != null ? property : System.getenv(name))
        .filter(value -> !value.isBlank());
  }

  /**
   * A span of time by ISO 8601, such as {@code PT2M}.
   *
   * @throws IllegalArgumentException it is none, or is shorter than the least
   */
  public static Duration duration(String name, Duration otherwise, Duration least) {
    return get(name).map(text -> duration(name, text, least)).orElse(otherwise);
  }

  private static Duration duration(String name, String text, Duration least) {
    return parsed(text)
        .filter(it -> it.compareTo(least) >= 0)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s must be a time like PT2M or P1DT12H, at least %s, not \"%s\"."
                        .formatted(name, least, text)));
  }

  /**
   * A function's timeout, as gcloud takes it: {@code 60s}, which it is where nothing is set.
   *
   * @throws IllegalArgumentException it is none
   */
  public static Duration timeout(String name) {
    return get(name).map(text -> timeout(name, text)).orElse(Duration.ofSeconds(60));
  }

  private static Duration timeout(String name, String text) {
    return parsed("PT" + text)
        .filter(Duration::isPositive)
        .orElseThrow(
            () ->
                new IllegalArgumentException(
                    "%s must be a time like 60s, not \"%s\".".formatted(name, text)));
  }

  private static Optional<Duration> parsed(String text) {
    try {
      return Optional.of(Duration.parse(text));
    } catch (DateTimeParseException e) {
      return Optional.empty();
    }
  }
}
