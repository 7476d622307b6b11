package dev.eventfold.emulators.processes;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program for the Java that runs this one.
 *
 * @param options of the virtual machine
 * @param main the class
 */
public record JavaProgram(
    List<String> options, String classPath, String main, List<String> arguments) {

  /**
   * The class path that a class has in this process. One in a jar is shipped: it goes without the
   * folders, where the classes of tests are.
   */
  public static String classPathOf(Class<?> type) {
    var all = System.getProperty("java.class.path");
    return Files.isDirectory(place(type))
        ? all
        : Stream.of(all.split(File.pathSeparator))
            .filter(it -> Files.isRegularFile(Path.of(it)))
            .collect(Collectors.joining(File.pathSeparator));
  }

  /** What starts it. */
  public List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  /**
   * The same, which ends when the process that started it does, however that ends.
   *
   * @param archived whether its classes may come from an archive
   */
  JavaProgram onLifeline(boolean archived) {
    var path = classPath + File.pathSeparator + place(Lifeline.class);
    var all = new ArrayList<>(options);
    if (archived) {
      all.addAll(ClassArchive.options(new JavaProgram(options, path, main, arguments)));
    }
    var after = new ArrayList<>(List.of(main));
    after.addAll(arguments);
    return new JavaProgram(all, path, Lifeline.class.getName(), after);
  }

  private static Path place(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
