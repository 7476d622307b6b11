package dev.eventfold.emulators.processes;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/**
 * A Java program that this process started. It ends when it is closed, or when this process has
 * ended, even by being killed; not by the Ctrl-C that ends this one. Its output goes to a temporary
 * file.
 */
public final class ChildProcess implements AutoCloseable {

  private static final int SECONDS_TO_STOP = 5;

  private final String name;
  private final Process process;
  private final Path output;
  private volatile boolean closed;

  private ChildProcess(String name, Process process, Path output) {
    this.name = name;
    this.process = process;
    this.output = output;
  }

  /**
   * @param name for messages
   */
  public static ChildProcess start(
      String name, JavaProgram program, Map<String, String> environment) {
    try {
      var output = Files.createTempFile("eventfold-", ".log");
      output.toFile().deleteOnExit();
      var builder = new ProcessBuilder().redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      // With an agent, which comes in these options, the virtual machine archives nothing and ends.
      boolean isPlain = !builder.environment().containsKey("JAVA_TOOL_OPTIONS");
      builder.command(program.onLifeline(isPlain).command());
      return new ChildProcess(name, builder.start(), output);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** Why it does not run any more; empty while it does, and once it was closed. */
  public Optional<String> failure() {
    return closed || process.isAlive()
        ? Optional.empty()
        : Optional.of(
            "%s ended with status %d: %s".formatted(name, process.exitValue(), lastLine()));
  }

  private String lastLine() {
    try {
      return Files.readString(output)
          .lines()
          .filter(line -> !line.isBlank() && !line.startsWith("\tat "))
          .reduce((first, second) -> second)
          .orElse("it said nothing");
    } catch (IOException e) {
      return "its output can't be read";
    }
  }

  public Process process() {
    return process;
  }

  /** What it has printed so far. */
  public Path output() {
    return output;
  }

  @Override
  public void close() {
    closed = true;
    process.destroy();
    try {
      if (!process.waitFor(SECONDS_TO_STOP, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
    output.toFile().delete();
  }
}
