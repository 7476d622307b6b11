package restaurant.local.smoke;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.Write;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.FunctionKind;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.local.LocalSystem;
import restaurant.local.gateway.Tokens;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;
import restaurant.system.Restaurant;

/** What a smoke run asks, leaves behind and says, at home and elsewhere. */
class SmokeTest {

  private final Tokens tokens = Tokens.make();
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private LocalSystem system;
  private Elsewhere elsewhere;

  @BeforeEach
  void start() throws Exception {
    system =
        LocalSystem.start(
            new LocalSystem.Options(
                Platform.Choice.MEMORY, 0, false, Deliveries.Manner.GOOD, Optional.of(tokens)));
    elsewhere = new Elsewhere(system.uri());
    // Else the clock might have them write something meanwhile.
    killAll(FunctionKind.RECONCILER);
  }

  private void killAll(FunctionKind kind) {
    system.functions().stream()
        .filter(it -> it.row().kind() == kind)
        .forEach(it -> system.kill(it.row().name()));
  }

  @AfterEach
  void stop() {
    elsewhere.close();
    system.close();
  }

  private Smoke smoke(URI uri) {
    return new Smoke(
        uri, Optional.of(tokens.staff("cook")), new PrintStream(out, true, StandardCharsets.UTF_8));
  }

  private String said() {
    return out.toString(StandardCharsets.UTF_8);
  }

  private static int events() {
    return Restaurant.SYSTEM.writers().stream()
        .mapToInt(
            service -> {
              int[] count = {0};
              Backend.current().eventLog(service.name()).readByKey("", "", slot -> count[0]++);
              return count[0];
            })
        .sum();
  }

  /** How many writes the store of views has had, this one among them: it numbers them. */
  private static long writes() {
    var probe = new Document.Content("probe", 1, Optional.empty(), Map.of());
    var revision =
        Backend.current()
            .queryStore()
            .commit(List.of(new Write("probes", probe, new Write.Precondition.None())))
            .getFirst();
    return Long.parseLong(revision.toString().replaceAll("\\D", ""));
  }

  /** Deliveries come by themselves: from here on none does. */
  private void endDeliveries() {
    killAll(FunctionKind.PROJECTOR);
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(30);
    long before = -1;
    for (long now = writes(); now != before + 1; now = writes()) {
      assertTrue(System.nanoTime() < end, "writes go on");
      before = now;
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(100));
    }
  }

  @Test
  void elsewhereSomebodyMustWantWhatStays() {
    assertFalse(smoke(elsewhere.uri()).walk(false));
    assertEquals(List.of(), List.copyOf(elsewhere.asked()));
    assertEquals(0, events());
    assertTrue(said().contains("Say --yes if that is what you want."), this::said);

    assertTrue(smoke(elsewhere.uri()).walk(true), this::said);
    assertTrue(said().contains("appends " + events() + " events"), this::said);
  }

  @Test
  void atHomeNobodyIsAsked() {
    assertTrue(smoke(system.uri()).walk(false), this::said);
  }

  @ParameterizedTest
  @ValueSource(booleans = {false, true})
  void aLookLeavesTheStoresAsTheyWere(boolean somethingIsThere) {
    if (somethingIsThere) {
      assertTrue(smoke(system.uri()).walk(false), this::said);
    }
    endDeliveries();
    int events = events();
    long writes = writes();

    assertTrue(smoke(elsewhere.uri()).look(), this::said);

    assertEquals(events, events());
    assertEquals(writes + 1, writes(), "none but this one");
    assertEquals(somethingIsThere ? 18 : 0, events);
    assertTrue(said().contains("would be menuItemAdded"), this::said);
    for (var list : List.of("/menu/items", "/customers", "/orders", "/audit")) {
      assertTrue(said().contains(list + "?pageSize=1"), this::said);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"menu-commands", "orders-queries", "audit-queries"})
  void aLookSaysWhatIsWrong(String function) {
    system.kill(function);
    assertFalse(smoke(elsewhere.uri()).look());
    var last = said().strip().lines().toList().getLast();
    assertTrue(last.startsWith("smoke: FAILED: "), last);
    assertTrue(last.contains("status 503 instead of 200"), last);
  }

  @Test
  void aLookWithTheWrongTokenSaysSo() {
    var guest = new Smoke(elsewhere.uri(), Optional.of("x"), new PrintStream(out));
    assertFalse(guest.look());
    assertTrue(said().contains("RESTAURANT_TOKEN must be that of somebody on the staff"));
  }
}
