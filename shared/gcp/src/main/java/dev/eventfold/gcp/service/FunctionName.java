package dev.eventfold.gcp.service;

import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.Settings;
import java.util.Optional;
import java.util.concurrent.Callable;

/**
 * The name that a function was deployed by. Cloud Run says it to each instance by {@code
 * K_SERVICE}; {@code FUNCTION} goes before that, for who deploys a function by another name.
 */
public final class FunctionName {

  private static final ThreadLocal<Optional<String>> HERE =
      ThreadLocal.withInitial(Optional::empty);

  private FunctionName() {}

  /**
   * @throws IllegalStateException nothing says it
   */
  static String current() {
    return HERE.get()
        .or(() -> Settings.get("FUNCTION"))
        .or(() -> Settings.get("K_SERVICE").map(FunctionName::withoutEnvironment))
        .orElseThrow(
            () ->
                new IllegalStateException(
                    "FUNCTION or K_SERVICE must name the function that this is."));
  }

  private static String withoutEnvironment(String name) {
    var environment = Clients.environmentSet() + "-";
    return name.startsWith(environment) ? name.substring(environment.length()) : name;
  }

  /** Makes a function of this name where a process has several. */
  public static <T> T during(String name, Callable<T> make) throws Exception {
    HERE.set(Optional.of(name));
    try {
      return make.call();
    } finally {
      HERE.remove();
    }
  }
}
