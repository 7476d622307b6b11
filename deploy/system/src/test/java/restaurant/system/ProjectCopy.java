package restaurant.system;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Assumptions;

/**
 * A copy of the project in a repository of its own, in which scripts may do what they like.
 *
 * @param bin what they find there is found before other programs
 */
record ProjectCopy(Path root, Path bin) {

  private static final Path PROJECT = Path.of("../..").toAbsolutePath().normalize();

  /**
   * Compiles, as strictly as the build, what the test's class path does not have, and generates: in
   * seconds, which Maven can't. It does not format.
   */
  private static final String MAVEN =
      """
      #!/bin/sh
      set -e
      case "$*" in *spotless*) exit ;; esac
      rm -rf '%1$s/classes'
      '%2$s/bin/javac' -Xlint:all,-processing -Werror -d '%1$s/classes' -cp '%3$s' \\
        $(find %4$s -name '*.java' 2>/dev/null) deploy/system/src/main/java/restaurant/system/Restaurant.java
      '%2$s/bin/java' -cp '%1$s/classes:%3$s' restaurant.system.Generated .
      """;

  record Ran(int status, String output) {}

  /**
   * @param folder an empty one
   * @param sources of Java that only the copy has
   */
  static ProjectCopy in(Path folder, String sources) throws Exception {
    needs("bash", "bash", "--version");
    needs("git and a clone of the project", "git", "rev-parse");
    var copy =
        new ProjectCopy(
            Files.createDirectory(folder.resolve("project")),
            Files.createDirectory(folder.resolve("bin")));
    var files =
        run(PROJECT, "", "git", "ls-files", "-z", "--cached", "--others", "--exclude-standard");
    for (var file : files.output().split("\0")) {
      if (Files.exists(PROJECT.resolve(file))) {
        Files.createDirectories(copy.root.resolve(file).getParent());
        Files.copy(
            PROJECT.resolve(file), copy.root.resolve(file), StandardCopyOption.COPY_ATTRIBUTES);
      }
    }
    var maven = copy.bin.resolve("mvn");
    var java = System.getProperty("java.home");
    var classPath = System.getProperty("java.class.path");
    Files.writeString(maven, MAVEN.formatted(folder, java, classPath, sources));
    Assertions.assertTrue(maven.toFile().setExecutable(true));
    copy.git("init", "-q");
    copy.git("add", ".");
    copy.git("-c", "user.name=x", "-c", "user.email=x@y.z", "commit", "-qm", "As it was");
    return copy;
  }

  private static void needs(String what, String... command) throws Exception {
    try {
      if (run(PROJECT, "", command).status() == 0) {
        return;
      }
    } catch (IOException e) {
      // It is not there.
    }
    var sentence = "This test needs %s.".formatted(what);
    if ("true".equals(System.getenv("CI"))) {
      Assertions.fail(sentence);
    }
    Assumptions.abort(sentence);
  }

  private String git(String... arguments) throws Exception {
    var command = new ArrayList<>(List.of("git"));
    command.addAll(List.of(arguments));
    var ran = run(command.toArray(String[]::new));
    Assertions.assertEquals(0, ran.status(), ran.output());
    return ran.output();
  }

  /** What is not as it was. */
  List<String> changed() throws Exception {
    return git("status", "--porcelain", "--untracked-files=all").lines().toList();
  }

  /** The lines that a file has and had not. */
  List<String> added(String file) throws Exception {
    return git("diff", "-U0", file)
        .lines()
        .filter(line -> line.startsWith("+") && !line.startsWith("+++"))
        .map(line -> line.substring(1).strip())
        .toList();
  }

  Ran run(String... command) throws Exception {
    return run(root, bin + File.pathSeparator, command);
  }

  private static Ran run(Path folder, String first, String... command) throws Exception {
    var builder = new ProcessBuilder(command).directory(folder.toFile()).redirectErrorStream(true);
    builder.environment().merge("PATH", first, (path, it) -> it + path);
    var process = builder.start();
    process.getOutputStream().close();
    var output = new String(process.getInputStream().readAllBytes());
    Assertions.assertTrue(process.waitFor(1, TimeUnit.MINUTES), output);
    return new Ran(process.exitValue(), output);
  }
}
