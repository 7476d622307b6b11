package restaurant.console;

import static com.microsoft.playwright.assertions.PlaywrightAssertions.assertThat;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.options.AriaRole;
import java.net.http.HttpRequest.BodyPublishers;
import org.junit.jupiter.api.Test;
import restaurant.local.Client;
import restaurant.local.bank.Bank;

/** What a process waits for is seen while it waits, by who may see it. */
class ProcessesTest extends AtTheConsole {

  private static Locator waiting(Visit visit, String what) {
    return visit
        .page()
        .getByRole(AriaRole.ROW)
        .filter(new Locator.FilterOptions().setHasText(what))
        .first();
  }

  @Test
  void anOrderThatWaitsForTheBankIsSeenWhileItDoes() {
    try (var watching = console.visit().open("look/local/processes");
        var ordering = console.visit().open("do")) {
      assertThat(watching.page().getByText("No process waits for anything.")).isVisible();
      Orders.order(ordering, "eve@example.com", "10" + Bank.SILENT, 1);
      assertThat(waiting(watching, "charge")).containsText("It answers 500: ");
      assertThat(watching.page().getByText("None needs a person.")).isVisible();
      AccessibilityTest.assertClean(watching, "processes that wait");

      waiting(watching, "its time comes in").getByRole(AriaRole.LINK).click();
      assertThat(watching.page().locator(".timeline")).isVisible();
    }
  }

  private static Client.Response redrive(Client client, String subscription, String token) {
    return client.send(
        client
            .request("/local/deadletters/" + subscription)
            .header("Authorization", "Bearer " + token)
            .PUT(BodyPublishers.noBody()));
  }

  @Test
  void onlyStaffSeeTheInside() {
    try (var client = new Client(console.uri())) {
      for (var path : new String[] {"/local/processes", "/local/deadletters"}) {
        assertEquals(401, client.get(path).status());
        assertEquals(403, client.get(path, "Authorization", "Bearer " + console.guest()).status());
        assertEquals(200, client.get(path, "Authorization", "Bearer " + console.cook()).status());
      }
      assertEquals(403, redrive(client, "menu-items", console.guest()).status());
      assertEquals(200, redrive(client, "menu-items", console.cook()).status());
      var unknown = redrive(client, "nobody", console.cook());
      assertEquals(400, unknown.status());
      assertEquals(
          "The address must end with the name of a subscription.",
          unknown.json().path("detail").asText());
    }
  }
}
