package restaurant.local.functions;

import dev.eventfold.emulators.processes.ChildProcess;
import dev.eventfold.emulators.processes.JavaProgram;
import dev.eventfold.gcp.service.FunctionSpec;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A function in a process of its own; its settings are environment variables. */
record InItsOwnProcess(FunctionSpec row, int port, ChildProcess process)
    implements RunningFunction {

  static RunningFunction start(FunctionSpec row, int port, Map<String, String> settings) {
    return new InItsOwnProcess(
        row,
        port,
        ChildProcess.start(
            row.name(),
            new JavaProgram(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"),
                NewCode.classPath(row.entryPoint()),
                FunctionServer.class.getName(),
                List.of(row.entryPoint().getName(), Integer.toString(port))),
            named(settings, row.name())));
  }

  /** As Cloud Run names an instance. */
  private static Map<String, String> named(Map<String, String> settings, String name) {
    var all = new HashMap<>(settings);
    all.put("K_SERVICE", name);
    return all;
  }

  @Override
  public Optional<String> failure() {
    return process.failure();
  }

  @Override
  public void kill() {
    process.process().destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    process.close();
  }
}
