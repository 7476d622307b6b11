package restaurant.local.operations;

import static java.util.stream.Collectors.toSet;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.Query;
import dev.eventfold.emulators.Needs;
import dev.eventfold.gcp.Backend;
import dev.eventfold.operations.CurrentViews;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.SystemOnEmulators;

/** The operator looks after processes of a running system. */
@Needs(Needs.Tool.EMULATORS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProcessesTest {

  private CountingProvider provider;
  private LocalSystem system;
  private Client client;
  private Operator operator;
  private Guest guest;

  @BeforeAll
  void start() throws Exception {
    provider = new CountingProvider();
    system = LocalSystem.start(new LocalSystem.Options(SystemOnEmulators.backend(), 0, false));
    client = new Client(system.uri());
    operator = new Operator(system);
    guest = new Guest(client);
  }

  @AfterAll
  void stop() {
    client.close();
    system.close();
    provider.close();
  }

  private Operator.Ran ran(int status, Map<String, String> settings, String... arguments)
      throws Exception {
    var ran = operator.run(settings, arguments);
    assertEquals(status, ran.status(), ran.output());
    return ran;
  }

  private static void assertSays(String expected, Operator.Ran ran) {
    assertTrue(ran.output().contains(expected), ran::output);
  }

  /** The id of what nobody knows of an order. */
  private String inDoubt(String order) throws Exception {
    guest.sees("/payments/" + order, "status", "paid");
    Guest.await(() -> provider.asked("receipt", order) == 1, "asked for a receipt");
    var marked = Pattern.compile("! UNKNOWN +(\\S+)  receipt of " + order);
    while (true) {
      var list = operator.run("processes", "list", "payments", "--most=100");
      var found = marked.matcher(list.output());
      if (found.find()) {
        assertEquals(1, list.status(), list.output());
        return found.group(1);
      }
      assertTrue(list.status() < 2, list.output());
    }
  }

  private Set<String> needPersonAtTheConsole() {
    return client
        .get("/local/processes")
        .json()
        .path("items")
        .valueStream()
        .filter(it -> it.path("needsPerson").asBoolean())
        .map(it -> it.path("id").asText())
        .collect(toSet());
  }

  @Test
  void aPersonEndsWhatIsInDoubt() throws Exception {
    provider.fails("receipt");
    var sent = guest.places();
    var lost = guest.places();
    var again = guest.places();
    var settled = inDoubt(sent);
    var abandoned = inDoubt(lost);
    var retried = inDoubt(again);
    provider.fails("");
    assertEquals(Set.of(settled, abandoned, retried), needPersonAtTheConsole());

    assertSays(
        "Not asked: PROVIDER_RECEIPT_URL is not set on this machine.",
        ran(1, Map.of(), "processes", "retry", retried));
    assertSays(
        "Would be asked again: receipt of " + again,
        ran(0, provider.settings(), "processes", "retry", retried, "--dry-run"));
    assertEquals(1, provider.asked("receipt", again));
    assertSays(
        "Settled: receiptSent by service:payments",
        ran(0, provider.settings(), "processes", "retry", retried));
    assertEquals(2, provider.asked("receipt", again));
    guest.isContent(again);

    var done = new String[] {"processes", "resolve", settled, "--done={\"id\":\"M1\"}", "--by=ada"};
    assertSays(
        "Would be settled as done",
        ran(0, Map.of(), done[0], done[1], done[2], done[3], done[4], "--dry-run"));
    assertSays("Settled: receiptSent by operator:ada", ran(0, Map.of(), done));
    assertSays("is settled already: receiptSent by operator:ada", ran(1, Map.of(), done));
    guest.isContent(sent);

    assertSays("--reason", ran(2, Map.of(), "processes", "abandon", abandoned));
    assertSays(
        "Settled: receiptNotSent by operator:ada",
        ran(0, Map.of(), "processes", "abandon", abandoned, "--reason=no-address", "--by=ada"));
    guest.sees("/payments/" + lost, "receipt", "notSent");
    assertSays("Nothing was asked for", ran(1, Map.of(), "processes", "retry", lost));
    assertSays(
        "--done must be a JSON object",
        ran(2, Map.of(), "processes", "resolve", settled, "--done=yes"));
    assertSays("Nothing needs a person.", ran(0, Map.of(), "processes", "list"));
    assertEquals(Set.of(), needPersonAtTheConsole());
    assertSays("SERVICE must be one of", ran(2, Map.of(), "processes", "list", "menu"));
    assertSays("processes needs list", ran(2, Map.of(), "processes"));
  }

  @Test
  void whatIsReplayedIsAskedForOnce() throws Exception {
    var orders = List.of(guest.places(), guest.places());
    orders.forEach(guest::isContent);
    for (var service : List.of("orders", "payments")) {
      ran(0, Map.of(), "replay", service);
    }
    var after = guest.places();
    guest.isContent(after);
    ran(0, Map.of(), "replay", "payments", "--stream=" + after);
    guest.isContent(guest.places());
    for (var order : orders) {
      assertEquals(1, provider.asked("charge", order));
      assertEquals(1, provider.asked("receipt", order));
      assertEquals(0, provider.asked("refund", order));
    }
  }

  @Test
  void deadlinesAreRebuiltAndVerified() throws Exception {
    var open = guest.opens();
    var placed = guest.places();
    guest.isContent(placed);
    ran(0, Map.of(), "rebuild", "orders-deadlines");
    ran(0, Map.of(), "verify", "--view=orders-deadlines", "--repair");
    var store = Backend.current().queryStore();
    var current = CurrentViews.place(store, "orders-deadlines").current();
    assertTrue(
        store.page(current, Query.first(1_000)).stream()
            .anyMatch(it -> it.body().orElseThrow().path("stream").asText().equals(open)));
    assertSays("place of " + open, ran(0, Map.of(), "processes", "list", "orders", "--most=100"));
    ran(0, Map.of(), "rebuild", "orders-deadlines", "--drop");
    guest.isContent(guest.places());
  }
}
