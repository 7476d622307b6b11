package restaurant.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.cloud.functions.invoker.runner.Invoker;
import dev.eventfold.emulators.processes.JavaProgram;
import java.io.File;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarOutputStream;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.zip.ZipEntry;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;

/**
 * What an image of a service holds, in one folder: jars, the AOT cache of their classes, and {@code
 * start}, the arguments with which Java starts a function. As after Google's buildpack, the
 * framework serves the class that {@code FUNCTION_TARGET} names, at {@code PORT}; but everything is
 * on Java's own class path, because a cache keeps no classes of other loaders.
 *
 * @param cache where it is, or will be
 * @param jars the class path
 */
public record Image(Path cache, List<Path> jars) {

  /** The framework, behind the Jetty of this project: it bundles an older one, with known holes. */
  private static final List<Class<?>> FRAMEWORK =
      List.of(Server.class, HttpFields.class, EndPoint.class, Callback.class, Invoker.class);

  /**
   * Java 25 would keep machine code in the cache, for the processor of whoever made it, and run it
   * on any other: see adoptium/adoptium-support#1507.
   */
  private static final List<String> NO_MACHINE_CODE =
      List.of("-XX:+UnlockDiagnosticVMOptions", "-XX:-AOTAdapterCaching");

  /**
   * Fills a folder with all but the cache.
   *
   * @param functions the jar that is deployed
   */
  static Image assemble(Path folder, Path functions) throws IOException {
    var to = Files.createDirectories(folder.toAbsolutePath());
    var jars = new ArrayList<Path>();
    for (var jar : classPath(functions)) {
      jars.add(Files.copy(jar, to.resolve(jar.getFileName()), StandardCopyOption.REPLACE_EXISTING));
    }
    // JEP 483 wants the class path that the training had: so this stays on it.
    jars.add(jar(TrainedFunctions.class, to.resolve("training.jar")));
    var image = new Image(to.resolve("functions.aot"), List.copyOf(jars));
    var start = new ArrayList<>(image.cacheFlags());
    start.addAll(List.of("-cp", joined(jars), Invoker.class.getName()));
    Files.write(to.resolve("start"), start);
    return image;
  }

  /**
   * What serves functions, where it lies on this machine.
   *
   * @param functions the jar that has them
   */
  public static List<Path> classPath(Path functions) {
    return Stream.concat(Stream.of(functions), FRAMEWORK.stream().map(Image::jarOf)).toList();
  }

  /**
   * Starts the function that the environment names.
   *
   * @param flags for Java
   */
  public static JavaProgram program(List<Path> classPath, List<String> flags) {
    return new JavaProgram(flags, joined(classPath), Invoker.class.getName(), List.of());
  }

  /** The flags with which Java uses the cache; where it does not fit, Java starts without. */
  public List<String> cacheFlags() {
    return with("-XX:AOTCache=" + cache);
  }

  /** The flags with which a process makes the cache, when it ends. */
  List<String> recordingFlags() {
    return with("-XX:AOTCacheOutput=" + cache);
  }

  private static List<String> with(String flag) {
    return Stream.concat(NO_MACHINE_CODE.stream(), Stream.of(flag)).toList();
  }

  /**
   * Java's own check: in this mode it does not start if the cache does not fit.
   *
   * @param flags that the cache is to be used with
   * @throws IllegalStateException it does not
   */
  void requireFittingCache(List<String> flags) throws IOException, InterruptedException {
    var all = new ArrayList<>(flags);
    all.add("-XX:AOTMode=on");
    all.addAll(cacheFlags());
    // Java reads no further than this.
    all.addAll(List.of("-cp", joined(jars), "-version"));
    var check = program(jars, all);
    var java = new ProcessBuilder(check.command()).redirectErrorStream(true).start();
    var said = new String(java.getInputStream().readAllBytes(), UTF_8);
    if (java.waitFor() != 0) {
      throw new IllegalStateException(cache + " does not fit: " + said);
    }
  }

  static String joined(List<Path> jars) {
    return jars.stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
  }

  private static Path jarOf(Class<?> type) {
    try {
      return Path.of(type.getProtectionDomain().getCodeSource().getLocation().toURI());
    } catch (URISyntaxException e) {
      throw new IllegalStateException(e);
    }
  }

  private static Path jar(Class<?> type, Path file) throws IOException {
    var name = type.getName().replace('.', '/') + ".class";
    try (var jar = new JarOutputStream(Files.newOutputStream(file));
        var in = type.getClassLoader().getResourceAsStream(name)) {
      jar.putNextEntry(new ZipEntry(name));
      in.transferTo(jar);
    }
    return file;
  }
}
