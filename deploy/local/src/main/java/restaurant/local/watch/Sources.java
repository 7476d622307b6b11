package restaurant.local.watch;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import restaurant.local.functions.StartFailed;

/**
 * The sources of a Maven module.
 *
 * @param module its folder
 */
record Sources(Path module) {

  /** The modules in a folder that have any. */
  static List<Sources> in(Path folder) {
    try (var folders = Files.list(folder)) {
      var all =
          folders
              .map(it -> new Sources(it.toAbsolutePath().normalize()))
              .filter(it -> Files.isDirectory(it.java()))
              .sorted((a, b) -> a.module().compareTo(b.module()))
              .toList();
      if (!all.isEmpty()) {
        return all;
      }
    } catch (IOException e) {
      // As if there were none.
    }
    throw new StartFailed(
        "--watch: %s has no modules with sources. Name the folder of the services: --watch=functions"
            .formatted(folder.toAbsolutePath().normalize()));
  }

  /**
   * The folder that has the module of a class.
   *
   * @throws StartFailed it was not compiled here
   */
  static Path folderOf(Class<?> type) {
    var place = place(type);
    for (var folder = place; folder != null; folder = folder.getParent()) {
      if (folder.endsWith("target")) {
        return folder.getParent().getParent();
      }
    }
    throw new StartFailed(
        "--watch: %s is not in a folder with its sources. Name that of the services: --watch=functions"
            .formatted(place));
  }

  /** The folder or the jar that a class was loaded from. */
  static Path place(Class<?> type) {
    var location = type.getProtectionDomain().getCodeSource().getLocation();
    return Path.of(URI.create(location.toString()));
  }

  String name() {
    return module.getFileName().toString();
  }

  private Path java() {
    return module.resolve("src/main/java");
  }

  Path resources() {
    return module.resolve("src/main/resources");
  }

  /** Where classes that are compiled here go. */
  Path output(int build) {
    return outputs().resolve("%d-%d".formatted(ProcessHandle.current().pid(), build));
  }

  private Path outputs() {
    return module.resolve("target/watch");
  }

  /** Deletes what was compiled by processes that have ended. */
  void deleteLeftovers() throws IOException {
    if (!Files.isDirectory(outputs())) {
      return;
    }
    try (var folders = Files.list(outputs())) {
      for (var folder : folders.filter(Sources::isOfTheDead).toList()) {
        try (var files = Files.walk(folder)) {
          for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
            Files.delete(file);
          }
        }
      }
    }
  }

  private static boolean isOfTheDead(Path output) {
    var pid = Long.parseLong(output.getFileName().toString().split("-")[0]);
    return ProcessHandle.of(pid).isEmpty();
  }

  List<Path> javaFiles() {
    return stamps().keySet().stream().filter(it -> it.toString().endsWith(".java")).toList();
  }

  /** When each file was changed last. */
  Map<Path, FileTime> stamps() {
    var stamps = new TreeMap<Path, FileTime>();
    Stream.of(java(), resources()).filter(Files::isDirectory).forEach(it -> stamp(it, stamps));
    return stamps;
  }

  private static void stamp(Path folder, Map<Path, FileTime> stamps) {
    try (var files = Files.walk(folder)) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        stamps.put(file, Files.getLastModifiedTime(file));
      }
    } catch (IOException | UncheckedIOException e) {
      // A file has gone in between; the next look sees how it is then.
    }
  }
}
