package restaurant.bench.processes;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.TreeMap;

/** What processes use, as the system counts it. */
public final class Cpu {

  /** Linux counts the time of threads in hundredths. */
  private static final double TICKS = 100;

  private Cpu() {}

  /** Processor time of a process so far, in seconds. */
  public static double seconds(ProcessHandle process) {
    return process.info().totalCpuDuration().orElse(Duration.ZERO).toNanos() / 1e9;
  }

  /** The same of all that it has started. */
  public static double secondsOfChildren(ProcessHandle process) {
    return process.descendants().mapToDouble(Cpu::seconds).sum();
  }

  /** The most memory that a process has had, in MiB; 0 where the system does not say. */
  public static double peakMebibytes(ProcessHandle process) {
    return status(process, "VmHWM:") / 1024.0;
  }

  private static long status(ProcessHandle process, String name) {
    try {
      return Files.readAllLines(Path.of("/proc", Long.toString(process.pid()), "status")).stream()
          .filter(line -> line.startsWith(name))
          .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
          .findFirst()
          .orElse(0);
    } catch (IOException e) {
      return 0;
    }
  }

  /** Seconds by the name of threads, without their numbers; empty where the system does not say. */
  public static Map<String, Double> byThread(ProcessHandle process) {
    var seconds = new TreeMap<String, Double>();
    var tasks = Path.of("/proc", Long.toString(process.pid()), "task");
    if (!Files.isDirectory(tasks)) {
      return seconds;
    }
    try (var all = Files.newDirectoryStream(tasks)) {
      for (var task : all) {
        try {
          var stat = Files.readString(task.resolve("stat"));
          var name = stat.substring(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
          var fields = stat.substring(stat.lastIndexOf(')') + 2).split(" ");
          double used = (Long.parseLong(fields[11]) + Long.parseLong(fields[12])) / TICKS;
          var group = name.replaceFirst("^C[12] .*", "compilers").replaceAll("[-#]?[0-9].*$", "");
          seconds.merge(group, used, Double::sum);
        } catch (IOException gone) {
          // The thread has ended.
        }
      }
    } catch (IOException e) {
      return seconds;
    }
    return seconds;
  }
}
