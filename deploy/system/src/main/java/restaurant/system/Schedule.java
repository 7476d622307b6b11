package restaurant.system;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** How often the deployment has its reconcilers called. */
record Schedule(int everyMinutes) {

  private static final Pattern EVERY =
      Pattern.compile("RECONCILE_SCHEDULE:-\\*/(\\d+) \\* \\* \\* \\*}");

  /**
   * @param config {@code config.env}
   */
  static Schedule read(Path config) throws IOException {
    var every = EVERY.matcher(Files.readString(config));
    if (!every.find()) {
      throw new IllegalStateException(config + ": RECONCILE_SCHEDULE is not every so many minutes");
    }
    return new Schedule(Integer.parseInt(every.group(1)));
  }

  long calls(long minutes) {
    return minutes / everyMinutes;
  }
}
