package restaurant.local.watch;

import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.gcp.service.Topology;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import restaurant.local.functions.NewCode;
import restaurant.system.Restaurant;

/**
 * Looks for changed sources of services, compiles them, and has the functions of these services
 * started again with the new classes. Stores and emulators know nothing of it, so all data stays.
 * What can't be compiled or loaded is said, and the code of before goes on.
 */
public final class Watch implements AutoCloseable {

  /** A change counts once it is as old: editors and version control write several files. */
  private static final int LOOK_EVERY_MILLIS = 200;

  /** Puts a function in the place of the one of its name. */
  @FunctionalInterface
  public interface Deployment {
    void deploy(FunctionSpec row) throws Exception;
  }

  private final List<Sources> modules;
  private final Deployment deployment;
  private final PrintStream out;
  private final Compiler compiler = new Compiler();
  private final ScheduledExecutorService clock =
      Executors.newSingleThreadScheduledExecutor(Thread.ofVirtual().factory());

  /** What was compiled here last, by module. */
  private final Map<Sources, Path> compiled = new HashMap<>();

  /** Changed, and not yet in use. */
  private final Set<Sources> changed = new LinkedHashSet<>();

  private Map<Sources, Map<Path, FileTime>> taken;
  private Map<Sources, Map<Path, FileTime>> seen;
  private int builds;

  private Watch(List<Sources> modules, Deployment deployment, PrintStream out) {
    this.modules = modules;
    this.deployment = deployment;
    this.out = out;
    taken = stamps();
    seen = taken;
  }

  /**
   * Looks at the sources that the running services were compiled from.
   *
   * @throws restaurant.local.functions.StartFailed they are not there
   */
  public static Watch start(Deployment deployment, PrintStream out) throws IOException {
    var entryPoint = Restaurant.SYSTEM.functions().getFirst().entryPoint();
    return start(Sources.folderOf(entryPoint), deployment, out);
  }

  /**
   * @param folder of the modules of services
   * @param out gets a line for everything that is done
   * @throws restaurant.local.functions.StartFailed there are no sources
   */
  public static Watch start(Path folder, Deployment deployment, PrintStream out)
      throws IOException {
    var modules = Sources.in(folder);
    for (var module : modules) {
      module.deleteLeftovers();
    }
    var watch = new Watch(modules, deployment, out);
    watch.clock.scheduleWithFixedDelay(
        watch::look, LOOK_EVERY_MILLIS, LOOK_EVERY_MILLIS, TimeUnit.MILLISECONDS);
    return watch;
  }

  private Map<Sources, Map<Path, FileTime>> stamps() {
    var stamps = new HashMap<Sources, Map<Path, FileTime>>();
    modules.forEach(module -> stamps.put(module, module.stamps()));
    return stamps;
  }

  private void look() {
    try {
      var now = stamps();
      boolean isStill = now.equals(seen);
      seen = now;
      if (isStill && !now.equals(taken)) {
        modules.stream()
            .filter(module -> !now.get(module).equals(taken.get(module)))
            .forEach(changed::add);
        var saved = newest(now);
        taken = now;
        take(saved);
      }
    } catch (Exception e) {
      out.println("Not watched for a moment: " + e);
    }
  }

  /** When the last of the files was saved that nobody has looked at. */
  private FileTime newest(Map<Sources, Map<Path, FileTime>> now) {
    return now.entrySet().stream()
        .flatMap(
            module ->
                module.getValue().entrySet().stream()
                    .filter(
                        file ->
                            !file.getValue().equals(taken.get(module.getKey()).get(file.getKey()))))
        .map(Map.Entry::getValue)
        .max(FileTime::compareTo)
        // Files have only gone.
        .orElseGet(() -> FileTime.fromMillis(System.currentTimeMillis()));
  }

  private void take(FileTime saved) throws Exception {
    var names = names(changed);
    var affected = affected();
    var outputs = compile(affected);
    if (outputs.isEmpty()) {
      out.printf("%s: the code of before goes on.%n", names);
      return;
    }
    compiled.putAll(outputs.get());
    try {
      use(affected.stream().map(Sources::name).toList());
    } catch (ExecutionException | ReflectiveOperationException | LinkageError e) {
      out.printf(
          "%s: the new code does not start, and that of before goes on: %s%n", names, root(e));
      return;
    }
    changed.clear();
    out.printf(
        "%s: new code is in use, %.1f s after it was saved.%n",
        names, (System.currentTimeMillis() - saved.toMillis()) / 1e3);
  }

  /** What services share is compiled first, and all of them after that. */
  private List<Sources> affected() {
    return changed.stream().allMatch(Watch::isService)
        ? List.copyOf(changed)
        : Stream.concat(
                modules.stream().filter(module -> !isService(module)),
                modules.stream().filter(Watch::isService))
            .toList();
  }

  private static boolean isService(Sources module) {
    return Restaurant.SYSTEM.services().stream()
        .anyMatch(service -> service.name().equals(module.name()));
  }

  /**
   * @return where the classes are; empty where some could not be compiled, which is said
   */
  private Optional<Map<Sources, Path>> compile(List<Sources> affected) throws IOException {
    builds++;
    var outputs = new HashMap<Sources, Path>();
    for (var module : affected) {
      var before = new HashMap<>(compiled);
      before.putAll(outputs);
      before.remove(module);
      var output = module.output(builds);
      var errors = compiler.compile(module, List.copyOf(before.values()), output);
      if (!errors.isEmpty()) {
        errors.forEach(out::println);
        return Optional.empty();
      }
      outputs.put(module, output);
    }
    return Optional.of(outputs);
  }

  /** The functions are those that the new code itself defines. */
  private void use(List<String> services) throws Exception {
    var places = new ArrayList<>(compiled.values());
    places.add(Sources.place(Restaurant.class));
    var code = new NewCode(places);
    var system = (Topology) code.loadClass(Restaurant.class.getName()).getField("SYSTEM").get(null);
    var rows = of(services, system);
    if (!shapes(rows).equals(shapes(of(services, Restaurant.SYSTEM)))) {
      out.printf(
          "%s: which functions there are has changed; that takes a new run.%n",
          String.join(", ", services));
      rows = rows.stream().filter(row -> isThere(row)).toList();
    }
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var all =
          rows.stream()
              .<Callable<Void>>map(
                  row ->
                      () -> {
                        deployment.deploy(row);
                        return null;
                      })
              .map(threads::submit)
              .toList();
      for (var one : all) {
        one.get();
      }
    }
  }

  private static List<FunctionSpec> of(List<String> services, Topology system) {
    return system.functions().stream().filter(row -> services.contains(row.service())).toList();
  }

  /** All but the code. */
  private static List<String> shapes(List<FunctionSpec> rows) {
    return rows.stream()
        .map(row -> "%s %s %s".formatted(row.name(), row.kind(), row.topic()))
        .toList();
  }

  private static boolean isThere(FunctionSpec row) {
    return Restaurant.SYSTEM.functions().stream()
        .anyMatch(it -> shapes(List.of(it)).equals(shapes(List.of(row))));
  }

  private static String names(Collection<Sources> modules) {
    return String.join(", ", modules.stream().map(Sources::name).toList());
  }

  private static Throwable root(Throwable failure) {
    var cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    return cause;
  }

  @Override
  public void close() {
    clock.shutdownNow();
  }
}
