package restaurant.local;

import dev.eventfold.emulators.processes.ChildProcess;
import dev.eventfold.emulators.processes.JavaProgram;
import java.util.List;
import java.util.Map;

/** Programs of the project, in processes of their own, as people start them. */
public final class Programs {

  private Programs() {}

  public static ChildProcess start(
      Class<?> main, Map<String, String> environment, String... arguments) {
    return ChildProcess.start(main.getSimpleName(), program(main, arguments), environment);
  }

  public static JavaProgram program(Class<?> main, String... arguments) {
    return new JavaProgram(
        List.of(
            "-XX:+UseSerialGC",
            "-XX:TieredStopAtLevel=1",
            "-XX:+IgnoreUnrecognizedVMOptions",
            "--sun-misc-unsafe-memory-access=allow",
            "--enable-native-access=ALL-UNNAMED"),
        JavaProgram.classPathOf(main),
        main.getName(),
        List.of(arguments));
  }
}
