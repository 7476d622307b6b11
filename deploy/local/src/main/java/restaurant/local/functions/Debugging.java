package restaurant.local.functions;

import dev.eventfold.emulators.Ports;
import dev.eventfold.emulators.processes.JavaProgram;
import dev.eventfold.gcp.service.FunctionSpec;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Lets a debugger attach, from this machine alone.
 *
 * @param port where the run listens; with one process per function, the first of them
 * @param functions in the order of their ports
 */
public record Debugging(int port, List<String> functions) {

  private static final String AGENT = "-agentlib:jdwp=";
  private static final String JAVA_OPTIONS = "JAVA_TOOL_OPTIONS";

  private static String option(int port) {
    var address = "127.0.0.1:" + port;
    if (Ports.isOpen(address)) {
      throw new StartFailed("Port %d is in use: choose another with --debug=PORT.".formatted(port));
    }
    return AGENT + "transport=dt_socket,server=y,suspend=n,quiet=y,address=" + address;
  }

  /** Whether a debugger can attach to this process: that is decided when it starts. */
  public static boolean isPossibleHere() {
    return options().stream().anyMatch(option -> option.startsWith(AGENT));
  }

  private static List<String> options() {
    return ManagementFactory.getRuntimeMXBean().getInputArguments();
  }

  /**
   * Starts this program again, so that a debugger can attach, and waits for its end.
   *
   * @return the exit status
   */
  public int again(Class<?> main, List<String> arguments) throws IOException, InterruptedException {
    var options = new ArrayList<>(options());
    // A virtual machine to which a debugger can attach archives nothing, and ends.
    options.removeIf(option -> option.startsWith("-XX:ArchiveClassesAtExit="));
    options.add(option(port));
    var program =
        new JavaProgram(options, System.getProperty("java.class.path"), main.getName(), arguments);
    return new ProcessBuilder(program.command()).inheritIO().start().waitFor();
  }

  /** Where a function in its own process listens. */
  public int port(String function) {
    return port + functions.indexOf(function);
  }

  /** A function in its own process, which listens. */
  public RunningFunction launch(FunctionSpec row, int port, Map<String, String> settings) {
    var all = new HashMap<>(settings);
    var others = Optional.ofNullable(System.getenv(JAVA_OPTIONS)).map(it -> it + " ").orElse("");
    all.put(JAVA_OPTIONS, others + option(port(row.name())));
    return RunningFunction.inItsOwnProcess(row, port, all);
  }
}
