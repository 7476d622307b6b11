package restaurant.ops;

import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Notes how Maven has started this program: by which Java, with which flags and which classes. The
 * script {@code deploy/ops/ops} starts the tools in the same way, without Maven.
 */
final class Launch {

  private Launch() {}

  public static void main(String[] args) throws IOException {
    note(Path.of("target").toAbsolutePath());
  }

  /**
   * @param target where Maven has built this module
   */
  static void note(Path target) throws IOException {
    var folder = Files.createDirectories(target.resolve("launch"));
    var classpath = classpath(target);
    var java = Path.of(System.getProperty("java.home"), "bin", "java");
    Files.writeString(folder.resolve("java"), java + "\n");
    Files.write(folder.resolve("classpath"), classpath);
    var arguments = new ArrayList<>(ManagementFactory.getRuntimeMXBean().getInputArguments());
    arguments.addAll(List.of("-classpath", String.join(File.pathSeparator, classpath)));
    arguments.add(Ops.class.getName());
    Files.write(folder.resolve("arguments"), arguments.stream().map(Launch::quoted).toList());
  }

  /** A JVM shares the classes of jars alone, so the jar of this module stands for its folder. */
  private static List<String> classpath(Path target) {
    var classes = target.resolve("classes").toString();
    var jar = target.resolve("ops.jar").toString();
    return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
        .map(entry -> entry.equals(classes) ? jar : entry)
        .toList();
  }

  /** As the java command reads a file of arguments. */
  private static String quoted(String argument) {
    return '"' + argument.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
  }
}
