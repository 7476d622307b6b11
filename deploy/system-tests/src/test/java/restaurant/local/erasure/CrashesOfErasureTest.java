package restaurant.local.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.emulators.Needs;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.SystemOnEmulators;
import restaurant.local.platform.Platform;
import restaurant.system.Restaurant;

/**
 * Every function that has a part in an erasure dies at each of its steps, on the emulators. The
 * erasure has not begun then, or comes to its end, and one is told which.
 */
@Timeout(600)
@Needs(Needs.Tool.SDK)
class CrashesOfErasureTest {

  /** In the order in which an erasure goes through them. */
  private static final List<String> FUNCTIONS =
      List.of(
          "customers-commands",
          "customers-publisher",
          "customers-eraser",
          "customers",
          "orders-customers");

  private static final String THERE = "the key is still there";
  private static final String GONE = "the key is gone";

  private static final Map<String, String> SETTINGS =
      Map.of("key.cache", "PT0.1S", "reconciler.grace", "PT1S");

  private LocalSystem system;
  private Client client;
  private Meals meals;
  private Backend backend;
  private int guests;

  /** Who is being erased. */
  private String person;

  private final List<String> begun = new ArrayList<>();
  private final List<String> notBegun = new ArrayList<>();

  @BeforeEach
  void open() throws Exception {
    SETTINGS.forEach(System::setProperty);
    system = LocalSystem.start(new LocalSystem.Options(Platform.Choice.SDK, 0, false));
    client = new Client(system.uri());
    meals = new Meals(client);
    backend = new GoogleBackend(SystemOnEmulators.clients(system));
  }

  @AfterEach
  void close() {
    client.close();
    system.close();
    SETTINGS.keySet().forEach(System::clearProperty);
  }

  @Test
  void endsErasedOrNotBegunWhereverAFunctionDies() throws Exception {
    var deaths = new ArrayList<String>();
    for (var name : FUNCTIONS) {
      var function = function(name);
      for (int steps = 0; dies(function, steps); steps++) {
        deaths.add(name + " " + Dying.lastStep());
        system.restart(name);
        boolean hasBegun = hasBegun();
        (hasBegun ? begun : notBegun).add(person);
        if (hasBegun) {
          untilErased();
        } else {
          assertTrue(backend.personKeys().find(person).isPresent());
          assertEquals(200, client.get("/customers/" + person).status());
        }
      }
      system.deploy(name, function.entryPoint());
    }
    deaths.forEach(System.out::println);
    System.out.printf(
        "%d deaths: %d erasures have not begun, %d were carried out%n",
        deaths.size(), notBegun.size(), begun.size());
    assertTrue(begun.size() > 2 * FUNCTIONS.size(), deaths.toString());
    assertTrue(notBegun.size() > 2, deaths.toString());
    assertStatusIs(GONE);
    // Whoever was not told that it was done asks again.
    for (var one : notBegun) {
      person = one;
      meals.erase(one);
      untilErased();
    }
  }

  private static FunctionSpec function(String name) {
    return Restaurant.SYSTEM.functions().stream()
        .filter(it -> it.name().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Whether a function dies before an erasure has come to its end. */
  private boolean dies(FunctionSpec function, int steps) throws Exception {
    person = meals.signUp(Guest.number(guests++));
    meals.untilShown(person);
    meals.until(() -> isKnownToOrders(), person + " is known to orders");
    Dying.after(function, steps);
    system.deploy(function.name(), Dying.entryPoint(function));
    client.command(
        "customers", "{\"type\":\"eraseCustomer\",\"aggregateId\":\"%s\"}".formatted(person));
    meals.until(() -> Dying.isDead() || isErased(), "it dies, or all is done");
    boolean died = Dying.isDead();
    if (died && function.kind() == FunctionKind.ERASER && steps == 0) {
      // Before it has asked for anything.
      assertStatusIs(THERE);
    }
    Dying.never();
    return died;
  }

  private boolean hasBegun() {
    return backend.eventStore("customers").readAfter(person, 0, 10).stream()
        .anyMatch(event -> event.type().equals("customerErased"));
  }

  private boolean isKnownToOrders() {
    var key = new QueryStore.Key("orders-customers", person);
    return Optional.ofNullable(backend.queryStore().get(List.of(key)).get(key))
        .flatMap(Document::body)
        .isPresent();
  }

  private boolean isErased() {
    return backend.personKeys().find(person).isEmpty()
        && client.get("/customers/" + person).status() == 404
        && !isKnownToOrders();
  }

  private void untilErased() {
    meals.until(
        () -> {
          if (isErased()) {
            return true;
          }
          system.reconcile();
          return false;
        },
        person + " is erased");
  }

  /** What the operator is told of the last erasure; of those that have not begun, nothing. */
  private void assertStatusIs(String status) throws Exception {
    var told = new Operator(system).run("erase", "--status");
    assertEquals(status.equals(GONE) ? 0 : 1, told.status(), told.output());
    var last = status.equals(GONE) ? begun.getLast() : person;
    assertTrue(told.output().contains(last + "  " + status), told.output());
    for (var one : notBegun) {
      assertTrue(!told.output().contains(one), told.output());
    }
  }
}
