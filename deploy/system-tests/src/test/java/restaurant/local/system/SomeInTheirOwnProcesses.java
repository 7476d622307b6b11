package restaurant.local.system;

import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import restaurant.local.functions.Launcher;
import restaurant.local.functions.RunningFunction;

/** Starts those that will be killed in processes of their own, and the others beside the test. */
final class SomeInTheirOwnProcesses implements Launcher, AutoCloseable {

  private final Map<String, Optional<String>> before = new ConcurrentHashMap<>();
  private final Set<FunctionKind> own;
  private final Map<String, String> settings;

  /**
   * @param settings in the place of the system's
   */
  SomeInTheirOwnProcesses(Set<FunctionKind> own, Map<String, String> settings) {
    this.own = own;
    this.settings = settings;
  }

  @Override
  public RunningFunction launch(FunctionSpec row, int port, Map<String, String> ofSystem)
      throws Exception {
    var all = new HashMap<>(ofSystem);
    all.putAll(settings);
    if (own.contains(row.kind())) {
      return RunningFunction.inItsOwnProcess(row, port, all);
    }
    all.forEach(this::set);
    return RunningFunction.inThisProcess(row, port);
  }

  /** Functions in this process take their settings from system properties. */
  private void set(String setting, String value) {
    before.computeIfAbsent(
        setting.toLowerCase(Locale.ROOT).replace('_', '.'),
        name -> Optional.ofNullable(System.setProperty(name, value)));
  }

  @Override
  public void close() {
    before.forEach(
        (name, value) ->
            value.ifPresentOrElse(
                it -> System.setProperty(name, it), () -> System.clearProperty(name)));
  }
}
