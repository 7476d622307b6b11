package restaurant.local.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.emulators.Needs;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Waiting;
import restaurant.local.platform.Platform;

/** Code that is changed while the system runs; the sources are a copy. */
class WatchTest {

  private static final Path SERVICES = Path.of("../../functions");
  private static final Duration PATIENCE = Duration.ofMinutes(5);

  private static final String DECIDER = "menu/src/main/java/restaurant/menu/MenuItem.java";
  private static final String VIEW = "menu/src/main/java/restaurant/menu/MenuItemView.java";

  private static final String MONEY = "kernel/src/main/java/restaurant/kernel/Money.java";

  @TempDir private Path folder;

  private final ByteArrayOutputStream said = new ByteArrayOutputStream();
  private LocalSystem system;
  private Client client;
  private Watch watch;

  /** With a copy of these sources. */
  private void start(Platform.Choice backend, boolean isolate, String... modules) throws Exception {
    for (var module : modules) {
      copy(SERVICES.resolve(module).resolve("src/main"), folder.resolve(module + "/src/main"));
    }
    system = LocalSystem.start(new LocalSystem.Options(backend, 0, isolate));
    client = new Client(system.uri());
    watch =
        Watch.start(folder, system::deploy, new PrintStream(said, true, StandardCharsets.UTF_8));
  }

  @AfterEach
  void stop() {
    watch.close();
    client.close();
    system.close();
  }

  private static void copy(Path from, Path to) throws IOException {
    try (var files = Files.walk(from)) {
      for (var file : files.toList()) {
        var copy = to.resolve(from.relativize(file).toString());
        if (Files.isDirectory(file)) {
          Files.createDirectories(copy);
        } else {
          Files.copy(file, copy);
        }
      }
    }
  }

  private void change(String file, String from, String to) throws IOException {
    var path = folder.resolve(file);
    var text = Files.readString(path);
    assertTrue(text.contains(from), file + " has no " + from);
    Files.writeString(path, text.replace(from, to));
  }

  private String said() {
    return said.toString(StandardCharsets.UTF_8);
  }

  private void await(String what, BooleanSupplier condition) {
    Waiting.until(condition, () -> what + ": " + said(), PATIENCE);
  }

  private Client.Response add(String description) {
    return client.command(
        "menu",
        """
        {"type":"addMenuItem","payload":{"description":"%s","price":10}}
        """
            .formatted(description));
  }

  private String added(String description) {
    var answer = add(description);
    assertEquals(202, answer.status(), answer.body());
    return answer.json().path("aggregateId").asText();
  }

  private String shown(String item) {
    return client.getAtVersion("/menu/items/" + item, 1).json().path("description").asText();
  }

  /** Functions that are being started again answer 503, as after a crash. */
  private boolean isRefused(String description) {
    return add(description).status() == 422;
  }

  @Test
  void changedDecidersAndViewsAreUsedAtOnceAndTheDataStays() throws Exception {
    start(Platform.Choice.MEMORY, false, "menu");
    var before = added("Minestrone");
    assertEquals("Minestrone", shown(before));

    change(
        VIEW, "new Item(description, price, true)", "new Item(description + \"!\", price, true)");
    change(DECIDER, "MAX_DESCRIPTION = 500", "MAX_DESCRIPTION = 20");
    await("the new rule holds", () -> isRefused("Spaghetti alla puttanesca"));
    await("it is said", () -> said().contains("menu: new code is in use"));
    assertEquals("Carbonara!", shown(added("Carbonara")));
    assertEquals("Minestrone", shown(before));

    change(DECIDER, "MAX_DESCRIPTION = 20;", "MAX_DESCRIPTION = 5");
    await("it is said", () -> said().contains("the code of before goes on"));
    assertTrue(said().contains(DECIDER + ":19: ';' expected"), said());
    assertEquals("Risotto!", shown(added("Risotto")));

    change(DECIDER, "MAX_DESCRIPTION = 5", "MAX_DESCRIPTION = 5;");
    await("it goes on", () -> isRefused("Risotto"));
  }

  @Tag("campaign")
  @Test
  void whatServicesShareIsUsedByAll() throws Exception {
    start(
        Platform.Choice.MEMORY,
        false,
        "kernel",
        "menu",
        "customers",
        "orders",
        "payments",
        "audit");
    var before = added("Minestrone");
    assertEquals("Minestrone", shown(before));
    change(MONEY, "CURRENCY = \"USD\"", "CURRENCY = \"EUR\"");
    await("it is said", () -> said().contains("kernel: new code is in use"));
    var item = added("Carbonara");
    var shown = client.getAtVersion("/menu/items/" + item, 1).json();
    assertEquals("EUR", shown.at("/price/currency").asText());
    assertEquals("Minestrone", shown(before));
  }

  @Needs(Needs.Tool.SDK)
  @Tag("campaign")
  @Test
  void functionsInProcessesOfTheirOwnUseItToo() throws Exception {
    start(Platform.Choice.SDK, true, "menu");
    var before = added("Spaghetti alla puttanesca");
    assertEquals("Spaghetti alla puttanesca", shown(before));
    change(DECIDER, "MAX_DESCRIPTION = 500", "MAX_DESCRIPTION = 20");
    await("it is said", () -> said().contains("menu: new code is in use"));
    assertTrue(isRefused("Spaghetti alla puttanesca"), said());
    assertEquals("Spaghetti alla puttanesca", shown(before));
  }
}
