package restaurant.local.watch;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import javax.tools.Diagnostic;
import javax.tools.DiagnosticCollector;
import javax.tools.JavaCompiler;
import javax.tools.JavaFileObject;
import javax.tools.StandardJavaFileManager;
import javax.tools.StandardLocation;
import javax.tools.ToolProvider;
import restaurant.local.functions.StartFailed;

/** Compiles whole modules, in this process: once the compiler is warm, that is quick. */
final class Compiler {

  /** As the build does, but without warnings. */
  private static final List<String> OPTIONS = List.of("-parameters", "-g", "-proc:none", "-nowarn");

  private final JavaCompiler javac =
      Optional.ofNullable(ToolProvider.getSystemJavaCompiler())
          .orElseThrow(() -> new StartFailed("--watch needs a JDK, with its compiler."));

  /**
   * Compiles the sources of a module, and copies its resources.
   *
   * @param before what goes before the class path of this process
   * @return a line for each error; none where all is compiled
   */
  List<String> compile(Sources sources, List<Path> before, Path output) throws IOException {
    Files.createDirectories(output);
    var found = new DiagnosticCollector<JavaFileObject>();
    try (var files = javac.getStandardFileManager(found, Locale.ENGLISH, null)) {
      files.setLocationFromPaths(StandardLocation.CLASS_OUTPUT, List.of(output));
      files.setLocationFromPaths(StandardLocation.CLASS_PATH, classPath(sources, before));
      var task = javac.getTask(null, files, found, OPTIONS, null, units(files, sources));
      if (!task.call()) {
        return found.getDiagnostics().stream()
            .filter(it -> it.getKind() == Diagnostic.Kind.ERROR)
            .map(Compiler::line)
            .toList();
      }
    }
    copy(sources.resources(), output);
    return List.of();
  }

  private static Iterable<? extends JavaFileObject> units(
      StandardJavaFileManager files, Sources sources) {
    return files.getJavaFileObjectsFromPaths(sources.javaFiles());
  }

  /** Without the module's own classes of before: what is not in its sources any more is gone. */
  private static List<Path> classPath(Sources sources, List<Path> before) {
    var all = new ArrayList<>(before);
    Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator))
        .filter(entry -> !entry.isEmpty())
        .map(entry -> Path.of(entry).toAbsolutePath().normalize())
        .forEach(all::add);
    all.removeIf(entry -> entry.startsWith(sources.module()));
    return all;
  }

  private static String line(Diagnostic<? extends JavaFileObject> error) {
    var message = error.getMessage(Locale.ENGLISH);
    return error.getSource() == null
        ? message
        : "%s:%d: %s".formatted(error.getSource().getName(), error.getLineNumber(), message);
  }

  private static void copy(Path from, Path to) throws IOException {
    if (!Files.isDirectory(from)) {
      return;
    }
    try (var files = Files.walk(from)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        var copy = to.resolve(from.relativize(file).toString());
        Files.createDirectories(copy.getParent());
        Files.copy(file, copy);
      }
    }
  }
}
