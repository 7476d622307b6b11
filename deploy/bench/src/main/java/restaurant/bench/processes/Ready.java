package restaurant.bench.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.emulators.processes.ChildProcess;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.nio.file.Files;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

/** A line that a process prints once it is ready, with what others must know of it. */
final class Ready {

  private static final String MARK = "READY ";
  private static final long PATIENCE_SECONDS = 120;

  private Ready() {}

  static void say(JsonNode what) {
    System.out.println(MARK + Json.text(what));
    System.out.flush();
  }

  static JsonNode await(ChildProcess process) throws IOException {
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    while (System.nanoTime() < end) {
      var said = line(process);
      if (said.isPresent()) {
        return Json.parse(said.get().substring(MARK.length()));
      }
      if (process.failure().isPresent()) {
        throw new IllegalStateException(process.failure().get());
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
    }
    throw new IllegalStateException("not ready: " + Files.readString(process.output()));
  }

  private static Optional<String> line(ChildProcess process) throws IOException {
    return Files.readString(process.output())
        .lines()
        .filter(line -> line.startsWith(MARK) && line.endsWith("}"))
        .findFirst();
  }
}
