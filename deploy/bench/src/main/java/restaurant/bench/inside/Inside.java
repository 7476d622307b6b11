package restaurant.bench.inside;

import dev.eventfold.emulators.processes.ChildProcess;
import dev.eventfold.emulators.processes.JavaProgram;
import java.io.IOException;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import restaurant.bench.processes.Cpu;

/**
 * What an {@link InsideProgram} has said.
 *
 * @param values by name, in their order
 * @param peakMebibytes the most memory that it had
 */
public record Inside(Map<String, List<Double>> values, double peakMebibytes) {

  private static final long PATIENCE_SECONDS = 1_800;

  public static Inside run(List<String> flags, List<String> arguments) throws IOException {
    var program =
        new JavaProgram(
            flags, System.getProperty("java.class.path"), InsideProgram.class.getName(), arguments);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
    try (var process = ChildProcess.start("the inside", program, Map.of())) {
      var handle = process.process();
      while (handle.isAlive() && !Files.readString(process.output()).contains("end 0")) {
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(50));
        if (System.nanoTime() > end) {
          throw new IllegalStateException("it does not end");
        }
      }
      double peak = handle.isAlive() ? Cpu.peakMebibytes(handle.toHandle()) : 0;
      if (!handle.isAlive() && handle.exitValue() != 0) {
        throw new IllegalStateException(Files.readString(process.output()));
      }
      var values = new LinkedHashMap<String, List<Double>>();
      for (var line : Files.readAllLines(process.output())) {
        var parts = line.split(" ");
        if (parts.length == 2 && parts[1].matches("[0-9.E-]+")) {
          values
              .computeIfAbsent(parts[0], name -> new ArrayList<>())
              .add(Double.parseDouble(parts[1]));
        }
      }
      return new Inside(values, peak);
    }
  }

  /** What several have said, one after the other. */
  public static Inside of(List<Inside> rounds) {
    var values = new LinkedHashMap<String, List<Double>>();
    for (var round : rounds) {
      round.values.forEach(
          (name, said) -> values.computeIfAbsent(name, n -> new ArrayList<>()).addAll(said));
    }
    return new Inside(values, rounds.stream().mapToDouble(Inside::peakMebibytes).max().orElse(0));
  }

  public List<Double> of(String name) {
    return values.getOrDefault(name, List.of());
  }
}
