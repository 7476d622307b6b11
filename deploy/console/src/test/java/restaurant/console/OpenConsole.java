package restaurant.console;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.assertions.PlaywrightAssertions;
import java.io.File;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.bank.Bank;
import restaurant.local.gateway.Tokens;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

/** A system with a bank, in memory unless it is said otherwise, and a browser. */
final class OpenConsole implements AutoCloseable {

  /** For a machine that has much else to do. */
  private static final int PATIENCE_MILLIS = 30_000;

  static {
    PlaywrightAssertions.setDefaultAssertionTimeout(PATIENCE_MILLIS);
  }

  private final Tokens tokens = Tokens.make();
  private final LocalSystem system;
  private final Playwright playwright;
  private final Browser browser;

  OpenConsole() throws Exception {
    this(Platform.Choice.MEMORY, Deliveries.Manner.GOOD);
  }

  OpenConsole(Platform.Choice platform, Deliveries.Manner deliveries) throws Exception {
    var options =
        new LocalSystem.Options(platform, 0, false, deliveries, Optional.of(tokens), true)
            .with(Bank.Manner.GOOD);
    system = LocalSystem.start(options);
    playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    browser =
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(chromium())
                    .setArgs(
                        List.of(
                            "--no-sandbox", "--disable-gpu", "--disable-background-networking")));
  }

  private static Path chromium() {
    return Arrays.stream(System.getenv("PATH").split(File.pathSeparator))
        .map(folder -> Path.of(folder, "chromium"))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow();
  }

  Visit visit() {
    return visit(new Browser.NewContextOptions());
  }

  Visit visit(Browser.NewContextOptions options) {
    return visit(options, system.uri());
  }

  /** Of a page that lies elsewhere. */
  Visit visit(Browser.NewContextOptions options, URI page) {
    return new Visit(browser.newContext(options), page);
  }

  URI uri() {
    return system.uri();
  }

  String cook() {
    return tokens.staff("cook");
  }

  String guest() {
    return tokens.customer("guest");
  }

  LocalSystem system() {
    return system;
  }

  /** Sends a command from elsewhere, and returns what it was about. */
  String addDish(String name) {
    return send(
        "{\"type\":\"addMenuItem\",\"payload\":{\"description\":\"%s\",\"price\":\"6.00\"}}"
            .formatted(name));
  }

  void changeDish(String id) {
    send(
        "{\"type\":\"modifyMenuItem\",\"aggregateId\":\"%s\",\"payload\":{\"description\":\"Hot\",\"price\":\"7.00\"}}"
            .formatted(id));
  }

  private String send(String command) {
    try (var client = new Client(system.uri())) {
      return client
          .command("menu", command, "Authorization", "Bearer " + cook())
          .json()
          .path("aggregateId")
          .asText();
    }
  }

  boolean hasDish(String id) {
    try (var client = new Client(system.uri())) {
      return client.get("/menu/items/" + id, "Authorization", "Bearer " + cook()).status() == 200;
    }
  }

  @Override
  public void close() {
    playwright.close();
    system.close();
  }
}
