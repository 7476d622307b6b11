package dev.eventfold.emulators;

import java.io.File;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * A program for the Java that runs this one.
 *
 * @param options of the virtual machine
 * @param main the class
 */
public record JavaProgram(
    List<String> options, String classPath, String main, List<String> arguments) {

  /** What starts it. */
  public List<String> command() {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath, main));
    command.addAll(arguments);
    return command;
  }

  /** The same, which ends when the process that started it does, however that ends. */
  JavaProgram onLifeline() {
    var all = new ArrayList<>(List.of(main));
    all.addAll(arguments);
    return new JavaProgram(
        options, classPath + File.pathSeparator + ours(), Lifeline.class.getName(), all);
  }

  private static Path ours() {
    try {
      return Path.of(Lifeline.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }
}
