package restaurant.local;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import restaurant.emulators.ChildProcess;

/** Programs of the project, in processes of their own, as people start them. */
final class Programs {

  private Programs() {}

  static ChildProcess start(Class<?> main, Map<String, String> environment, String... arguments) {
    var all =
        new ArrayList<>(
            List.of(
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow",
                "--enable-native-access=ALL-UNNAMED",
                "-cp",
                System.getProperty("java.class.path"),
                main.getName()));
    all.addAll(Arrays.asList(arguments));
    return ChildProcess.java(main.getSimpleName(), all, environment);
  }
}
