package dev.eventfold.gcp;

import java.time.Duration;
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

  /** A span of time by ISO 8601, such as {@code PT2M}. */
  public static Duration duration(String name, Duration otherwise) {
    return get(name).map(Duration::parse).orElse(otherwise);
  }

  /** A function's timeout, as gcloud takes it: {@code 60s}, which it is where nothing is set. */
  public static Duration timeout(String name) {
    return get(name).map(text -> Duration.parse("PT" + text)).orElse(Duration.ofSeconds(60));
  }
}
