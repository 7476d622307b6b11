package restaurant.images;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.eventfold.gcp.service.Service;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.logging.Level;
import java.util.logging.Logger;
import restaurant.local.LocalSystem;
import restaurant.local.Run;
import restaurant.local.gateway.Tokens;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;
import restaurant.local.smoke.Smoke;
import restaurant.system.Restaurant;

/**
 * Makes the images' folders: the whole system runs on the emulators, each service in a process that
 * is started as its image will be and records what it does, while {@link Smoke} walks through all
 * of it.
 */
public final class Training {

  /** So that what an evening asks for more than once is seen to be worth compiling. */
  public static final int EVENINGS = 5;

  private final Map<String, Image> images;
  private final List<String> recorded;
  private final List<String> flags;
  private final int evenings;
  private final Map<String, ServiceProcess> processes = new ConcurrentHashMap<>();

  private Training(
      Map<String, Image> images, List<String> recorded, List<String> flags, int evenings) {
    this.images = images;
    this.recorded = recorded;
    this.flags = flags;
    this.evenings = evenings;
  }

  /**
   * @param arguments the folder of all services, with the jars that are deployed; the folder to
   *     make a folder for each service in; flags for Java, which the caches will be used with
   */
  public static void main(String[] arguments) throws Exception {
    Run.endWithParent();
    Logger.getLogger("").setLevel(Level.OFF);
    var all = Restaurant.SYSTEM.services().stream().map(Service::name).toList();
    var flags = List.of(arguments).subList(2, arguments.length);
    of(all, Path.of(arguments[0]), Path.of(arguments[1]), flags, EVENINGS);
    System.exit(0);
  }

  /**
   * @param names of services whose images get a cache; the others are only there
   * @param services a folder with {@code SERVICE/target/deployable/SERVICE.jar}
   * @param folder to make the images' in
   * @param flags that their caches will be used with
   * @param evenings how often all is walked through
   * @return the images by the names of all services
   */
  public static Map<String, Image> of(
      List<String> names, Path services, Path folder, List<String> flags, int evenings)
      throws Exception {
    var images = new LinkedHashMap<String, Image>();
    for (var service : Restaurant.SYSTEM.services()) {
      var name = service.name();
      images.put(name, Image.assemble(folder.resolve(name), jar(services, name)));
    }
    new Training(images, names, flags, evenings).run();
    return images;
  }

  /**
   * The jar of a service that is deployed.
   *
   * @throws IllegalStateException nobody has made it
   */
  public static Path jar(Path services, String service) {
    var jar = services.resolve(service).resolve("target/deployable/" + service + ".jar");
    if (!Files.exists(jar)) {
      throw new IllegalStateException(
          "There is no %s: mvn -DskipTests verify makes it."
              .formatted(jar.toAbsolutePath().normalize()));
    }
    return jar;
  }

  private void run() throws Exception {
    var tokens = Tokens.make();
    var options =
        new LocalSystem.Options(
            Platform.Choice.AUTO, 0, true, Deliveries.Manner.GOOD, Optional.of(tokens), true);
    try (var system =
        LocalSystem.start(
            options,
            (row, port, settings) ->
                processes
                    .computeIfAbsent(row.service(), it -> start(it, settings))
                    .function(row))) {
      for (int evening = 0; evening < evenings; evening++) {
        mustPass(system, tokens, smoke -> smoke.walk(true));
      }
      mustPass(system, tokens, Smoke::look);
      system.reconcile();
      // One after the other: each takes a process of its own to write, and its memory.
      for (var name : recorded) {
        processes.get(name).end();
        images.get(name).requireFittingCache(flags);
      }
    }
  }

  private ServiceProcess start(String service, Map<String, String> settings) {
    var image = images.get(service);
    var all = new ArrayList<>(flags);
    if (recorded.contains(service)) {
      all.addAll(image.recordingFlags());
    }
    try {
      return new ServiceProcess(service, image, all, settings);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static void mustPass(LocalSystem system, Tokens tokens, Predicate<Smoke> smoke) {
    var seen = new ByteArrayOutputStream();
    var out = new PrintStream(seen, true, UTF_8);
    if (!smoke.test(new Smoke(system.uri(), Optional.of(tokens.staff("cook")), out))) {
      throw new IllegalStateException("What is trained does not work:\n" + seen.toString(UTF_8));
    }
  }
}
