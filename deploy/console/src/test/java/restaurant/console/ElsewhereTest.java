package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.options.AriaRole;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.SimpleFileServer;
import dev.eventfold.emulators.Needs;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import restaurant.local.Client;

/** The page as static files of their own, for a system at another address, as in the cloud. */
@Needs(Needs.Tool.CHROMIUM)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ElsewhereTest {

  private static final String ORIGINS = "cors.origins";

  @TempDir private static Path site;

  private HttpServer files;
  private OpenConsole console;

  @BeforeAll
  void open() throws Exception {
    files =
        SimpleFileServer.createFileServer(
            new InetSocketAddress("127.0.0.1", 0),
            site.toRealPath(),
            SimpleFileServer.OutputLevel.NONE);
    files.start();
    System.setProperty(ORIGINS, address().toString());
    console = new OpenConsole();
    try (var page = Files.list(Path.of("page"));
        var client = new Client(console.uri())) {
      for (var file : page.toList()) {
        Files.copy(file, site.resolve(file.getFileName()));
      }
      Files.writeString(site.resolve("openapi.json"), client.get("/openapi.json").body());
    }
  }

  @AfterAll
  void close() {
    console.close();
    files.stop(0);
    System.clearProperty(ORIGINS);
  }

  private URI address() {
    return URI.create("http://localhost:" + files.getAddress().getPort());
  }

  private Visit visit() {
    var visit = console.visit(new Browser.NewContextOptions(), address()).open("do/addMenuItem");
    visit.click(AriaRole.BUTTON, "System: as nobody");
    visit.fill("Address of the API", console.uri().toString());
    visit.fill("Token", console.cook());
    visit.click(AriaRole.BUTTON, "Save");
    visit.control(AriaRole.BUTTON, "System: as cook").waitFor();
    return visit;
  }

  @Test
  void commandsAndViewsWorkThere() {
    try (var visit = visit()) {
      visit.click(AriaRole.BUTTON, "Fill in an example");
      visit.sendUntilAccepted();
      assertThat(visit.page().locator(".answer code").first()).hasText("ETag: \"1\"");
      visit.click(AriaRole.LINK, "See what it changed");
      assertThat(visit.page().locator(".json").first()).containsText("Pepperoni");
    }
  }

  @Test
  void thePipelineIsWhatTheAuditLogShows() {
    try (var visit = visit()) {
      visit.click(AriaRole.LINK, "Pipeline");
      assertThat(visit.page().getByText("asked every two seconds")).isVisible();
      assertThat(visit.control(AriaRole.SWITCH, "Chaos")).hasCount(0);
      var id = console.addDish("Soup");
      assertThat(visit.page().locator(".journey a[href='#/look/menu/%s']".formatted(id)))
          .isVisible();
      visit.click(AriaRole.LINK, "Measure");
      assertThat(visit.page().getByText("Billed operations are a local run's own knowledge."))
          .isVisible();
    }
  }

  @Test
  void aSystemThatDoesNotAnswerIsSaid() {
    try (var visit = console.visit(new Browser.NewContextOptions(), address()).open("do")) {
      visit.page().evaluate("sessionStorage.setItem('restaurant.url', 'http://localhost:1')");
      visit.page().reload();
      visit.click(AriaRole.BUTTON, "Send");
      assertThat(visit.answer(0)).containsText("The system did not answer");
      visit.forgive("ERR_CONNECTION_REFUSED", "ERR_UNSAFE_PORT");
    }
  }
}
