package restaurant.local;

import dev.eventfold.emulators.ChildProcess;
import dev.eventfold.emulators.JavaProgram;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A function in a process of its own; its settings are environment variables. */
record InItsOwnProcess(FunctionTable.Row row, int port, ChildProcess process)
    implements RunningFunction {

  static RunningFunction start(FunctionTable.Row row, int port, Map<String, String> settings) {
    return new InItsOwnProcess(
        row,
        port,
        ChildProcess.start(
            row.name(),
            new JavaProgram(
                List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xmx256m"),
                System.getProperty("java.class.path"),
                FunctionServer.class.getName(),
                List.of(row.target(), Integer.toString(port))),
            settings));
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
