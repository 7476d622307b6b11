package restaurant.bench.profile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import jdk.jfr.consumer.RecordingFile;

/** What the processor time of a system goes to, from samples of its flight recorder. */
public final class Profile {

  private static final Set<String> SAMPLES = Set.of("jdk.CPUTimeSample", "jdk.ExecutionSample");

  private static final int TOP = 30;

  private final StringBuilder text =
      new StringBuilder(
          """
          # What our processor time goes to

          Samples of the process that has every function, and what stands in for triggers and pushes, while it takes
          commands of 32 clients (`addMenuItem`) and its views catch up. The emulators are other processes.
          *Library*: the topmost frame that is not the JDK's. *Part*: the function that has asked for it. *Threads*: as the
          system counts their time; the compilers and the collector are in it, and in no sample.

          """);

  /**
   * Adds a system.
   *
   * @param name of the system
   * @param recording is deleted
   * @param seconds of processor time that it used
   * @param commands that it took
   * @param before seconds by thread, as the recording began
   * @param after the same as it ended
   */
  public void add(
      String name,
      Path recording,
      double seconds,
      int commands,
      Map<String, Double> before,
      Map<String, Double> after)
      throws IOException {
    var libraries = new HashMap<String, Integer>();
    var parts = new HashMap<String, Integer>();
    var ours = new HashMap<String, Integer>();
    var tops = new HashMap<String, Integer>();
    int samples = 0;
    try (var file = new RecordingFile(recording)) {
      while (file.hasMoreEvents()) {
        var event = file.readEvent();
        if (!SAMPLES.contains(event.getEventType().getName()) || event.getStackTrace() == null) {
          continue;
        }
        samples++;
        var stack = event.getStackTrace().getFrames();
        libraries.merge(Groups.library(stack), 1, Integer::sum);
        parts.merge(Groups.part(stack), 1, Integer::sum);
        Groups.ours(stack).ifPresent(method -> ours.merge(method, 1, Integer::sum));
        tops.merge(Groups.top(stack), 1, Integer::sum);
      }
    }
    Files.delete(recording);
    text.append(
        String.format(
            Locale.ROOT,
            "## %s%n%n%.2f s for %d commands, %.2f s per 1,000; %d samples.%n%n",
            name,
            seconds,
            commands,
            seconds * 1_000 / commands,
            samples));
    table("library", libraries, samples, TOP);
    table("part", parts, samples, TOP);
    threads(before, after);
    table("topmost method of ours", ours, samples, TOP);
    table("topmost method", tops, samples, TOP);
  }

  private void table(String what, Map<String, Integer> counts, int samples, int most) {
    text.append("| ").append(what).append(" | % |\n| --- | ---: |\n");
    counts.entrySet().stream()
        .sorted(Map.Entry.<String, Integer>comparingByValue().reversed())
        .limit(most)
        .forEach(
            it ->
                text.append(
                    String.format(
                        Locale.ROOT,
                        "| %s | %.1f |%n",
                        it.getKey(),
                        100.0 * it.getValue() / Math.max(samples, 1))));
    text.append('\n');
  }

  private void threads(Map<String, Double> before, Map<String, Double> after) {
    record Used(String name, double seconds) {}
    var used = new ArrayList<Used>();
    after.forEach((name, it) -> used.add(new Used(name, it - before.getOrDefault(name, 0.0))));
    List<Used> most =
        used.stream()
            .filter(it -> it.seconds() > 0.005)
            .sorted(Comparator.comparingDouble(Used::seconds).reversed())
            .toList();
    double all = most.stream().mapToDouble(Used::seconds).sum();
    text.append("| threads | s | % |\n| --- | ---: | ---: |\n");
    for (var it : most) {
      text.append(
          String.format(
              Locale.ROOT,
              "| %s | %.2f | %.1f |%n",
              it.name(),
              it.seconds(),
              100 * it.seconds() / all));
    }
    text.append('\n');
  }

  public void write(Path folder) throws IOException {
    Files.writeString(folder.resolve("profile.md"), text);
  }
}
