package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.ConsoleMessage;
import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.AriaRole;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;

/** Somebody at the console. Closing checks that nothing went wrong behind their back. */
final class Visit implements AutoCloseable {

  private static final Set<String> HOME = Set.of("localhost", "127.0.0.1");
  private static final Duration PATIENCE = Duration.ofSeconds(30);

  /** What Chromium says of each answer that is an error, also of one that was expected. */
  private static final String REFUSED = "Failed to load resource: the server responded with";

  private final BrowserContext context;
  private final Page page;
  private final URI base;
  private final List<String> errors = new CopyOnWriteArrayList<>();
  private final List<String> abroad = new CopyOnWriteArrayList<>();

  Visit(BrowserContext context, URI base) {
    this.context = context;
    this.base = base;
    this.page = context.newPage();
    page.onConsoleMessage(this::heard);
    page.onPageError(errors::add);
    context.onRequest(
        request -> {
          if (!HOME.contains(URI.create(request.url()).getHost())) {
            abroad.add(request.url());
          }
        });
  }

  private void heard(ConsoleMessage message) {
    if (message.type().equals("error") && !message.text().startsWith(REFUSED)) {
      errors.add(message.text());
    }
  }

  Page page() {
    return page;
  }

  Visit open(String section) {
    page.navigate(base.resolve("/#/" + section).toString());
    assertThat(page.getByRole(AriaRole.MAIN).getByRole(AriaRole.HEADING).first()).isVisible();
    return this;
  }

  void click(AriaRole role, String name) {
    control(role, name).click();
  }

  Locator control(AriaRole role, String name) {
    return page.getByRole(role, new Page.GetByRoleOptions().setName(name).setExact(true));
  }

  void fill(String label, String text) {
    page.getByLabel(label, new Page.GetByLabelOptions().setExact(true)).fill(text);
  }

  /** The form of a command. */
  void choose(String command) {
    click(AriaRole.LINK, "Do");
    click(AriaRole.LINK, command);
    assertThat(control(AriaRole.HEADING, command)).isVisible();
  }

  /** The line that says what a command was answered with. */
  Locator answer(int status) {
    return page.locator("[data-status='%d']".formatted(status));
  }

  /** Sends the form until it is accepted: what it refers to may not have arrived yet. */
  void sendUntilAccepted() {
    var end = Instant.now().plus(PATIENCE);
    do {
      assertTrue(Instant.now().isBefore(end), () -> page.locator("[role=status]").innerText());
      page.waitForResponse(
          response -> response.request().method().equals("POST"),
          () -> click(AriaRole.BUTTON, "Send"));
      assertThat(page.locator("[data-status]")).isVisible();
    } while (answer(202).count() == 0);
  }

  /** Errors that a test meant to cause. */
  void forgive(String... words) {
    errors.removeIf(error -> Stream.of(words).anyMatch(error::contains));
  }

  void assertFits() {
    var width = "() => document.documentElement.scrollWidth - document.documentElement.clientWidth";
    assertEquals(0, page.evaluate(width), () -> "wider than the screen: " + page.url());
  }

  @Override
  public void close() {
    context.close();
    assertEquals(List.of(), List.copyOf(errors), "errors in the browser's console");
    assertEquals(List.of(), List.copyOf(abroad), "requests that left this machine");
  }
}
