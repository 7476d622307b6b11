package restaurant.local.documents;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

/** The files of the project, as far as commands name them. */
final class Repository {

  static final Path ROOT = Path.of("../..").toAbsolutePath().normalize();

  private static final Set<String> NOT_OURS = Set.of("target", "node_modules", ".git");
  private static final Pattern PROFILE =
      Pattern.compile("<profile>(?:\\s|<!--.*?-->)*<id>([^<]+)</id>", Pattern.DOTALL);

  private final Set<String> classes = new TreeSet<>();
  private final Set<String> profiles = new TreeSet<>();
  private final StringBuilder poms = new StringBuilder();
  private final StringBuilder sources = new StringBuilder();

  Repository() throws IOException {
    for (var file : files()) {
      var name = file.getFileName().toString();
      if (name.endsWith(".java")) {
        classes.add(name.replace(".java", ""));
        sources.append(Files.readString(file));
      } else if (name.equals("pom.xml")) {
        poms.append(Files.readString(file));
      }
    }
    PROFILE.matcher(poms).results().forEach(it -> profiles.add(it.group(1)));
  }

  private static List<Path> files() throws IOException {
    var found = new ArrayList<Path>();
    try (var files = Files.walk(ROOT)) {
      for (var file : (Iterable<Path>) files::iterator) {
        var parts = ROOT.relativize(file).iterator();
        var names = new TreeSet<String>();
        parts.forEachRemaining(it -> names.add(it.toString()));
        if (NOT_OURS.stream().noneMatch(names::contains) && Files.isRegularFile(file)) {
          found.add(file);
        }
      }
    }
    return found;
  }

  static List<Path> guides() {
    return List.of("deploy/docs/guides", "shared/docs/guides").stream()
        .flatMap(
            folder -> {
              try (var guides = Files.list(ROOT.resolve(folder))) {
                return guides.sorted().toList().stream();
              } catch (IOException e) {
                throw new UncheckedIOException(e);
              }
            })
        .toList();
  }

  static boolean isProgram(String path) {
    var file = ROOT.resolve(path);
    return Files.isRegularFile(file) && Files.isExecutable(file);
  }

  static boolean isModule(String path) {
    return Files.exists(ROOT.resolve(path).resolve("pom.xml"));
  }

  boolean hasClass(String name) {
    return classes.contains(name);
  }

  boolean hasProfile(String id) {
    return profiles.contains(id);
  }

  /** A pom or a class reads it. */
  boolean hasProperty(String name) {
    return poms.indexOf("${" + name + "}") >= 0
        || poms.indexOf("<" + name + ">") >= 0
        || sources.indexOf('"' + name + '"') >= 0;
  }
}
