package dev.eventfold.gcp;

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
}
