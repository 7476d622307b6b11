package restaurant.local.erasure;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import dev.eventfold.emulators.Needs;
import dev.eventfold.gcp.GoogleBackend;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Outcome;
import restaurant.local.SystemOnEmulators;
import restaurant.local.platform.Chaos;
import restaurant.local.platform.Deliveries;
import restaurant.local.platform.Platform;

/**
 * The words of many guests, four of each, go through the whole system, also where it fails. They
 * are erased while the eraser is down. Then no byte of them is left: not in a store, a message, a
 * log or a trace. As many guests as {@code -Dguests}; a campaign takes 250, see .ci/run.
 */
@Timeout(600)
@Needs(Needs.Tool.SDK)
class ErasureOnEmulatorsTest {

  private static final int GUESTS = Integer.getInteger("guests", 60);
  private static final int AT_ONCE = 4;
  private static final int ORDERS_OF = 20;

  /** Around a snapshot. */
  private static final int ADDRESSES = 49;

  private static final Map<String, String> SETTINGS =
      Map.of("key.cache", "PT0.2S", "reconciler.grace", "PT1S", "trace.sampling", "1");

  private final List<Guest> guests = IntStream.range(0, GUESTS).mapToObj(Guest::number).toList();
  private final Map<Guest, String> ids = new ConcurrentHashMap<>();
  private final ByteArrayOutputStream printed = new ByteArrayOutputStream();
  private final ByteArrayOutputStream traced = new ByteArrayOutputStream();
  private final PrintStream out = System.out;
  private final PrintStream err = System.err;
  private HttpServer collector;

  /** Everything that is printed, and every span, is kept. */
  @BeforeEach
  void listen() throws IOException {
    System.setOut(both(out));
    System.setErr(both(err));
    collector = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    collector.createContext(
        "/",
        exchange -> {
          synchronized (traced) {
            traced.write(exchange.getRequestBody().readAllBytes());
          }
          exchange.sendResponseHeaders(200, -1);
          exchange.close();
        });
    collector.start();
    var address = "http://127.0.0.1:" + collector.getAddress().getPort();
    System.setProperty("otel.exporter.otlp.endpoint", address);
    SETTINGS.forEach(System::setProperty);
  }

  @AfterEach
  void asUsual() {
    System.setOut(out);
    System.setErr(err);
    collector.stop(0);
    System.clearProperty("otel.exporter.otlp.endpoint");
    SETTINGS.keySet().forEach(System::clearProperty);
  }

  private PrintStream both(PrintStream to) {
    return new PrintStream(
        new OutputStream() {
          @Override
          public void write(int b) {
            to.write(b);
            printed.write(b);
          }

          @Override
          public void write(byte[] bytes, int from, int length) {
            to.write(bytes, from, length);
            printed.write(bytes, from, length);
          }
        },
        true,
        StandardCharsets.UTF_8);
  }

  @Test
  void whoIsErasedIsNowhere() throws Exception {
    var needles = new Needles();
    guests.forEach(guest -> guest.canaries().forEach(needles::add));
    var options =
        new LocalSystem.Options(
            Platform.Choice.SDK,
            0,
            false,
            new Deliveries.Manner(Chaos.NONE, 3),
            Optional.empty(),
            true);
    try (var system = LocalSystem.start(options);
        var client = new Client(system.uri());
        var everything = new Everything(SystemOnEmulators.clients(system))) {
      var meals = new Meals(client);
      everything.listen();
      var backend = new GoogleBackend(SystemOnEmulators.clients(system));

      // Of the first, orders are told nothing: what they should have got becomes dead letters.
      system.kill("orders-customers");
      each(guests.subList(0, GUESTS / 50), guest -> ids.put(guest, meals.signUp(guest)));
      var deadLettered = new ByteArrayOutputStream();
      meals.until(
          () -> {
            deadLettered.writeBytes(everything.messages());
            return deadLettered.toString(StandardCharsets.UTF_8).contains("DeadLetter");
          },
          "there are dead letters");
      system.restart("orders-customers");
      each(guests.subList(GUESTS / 50, GUESTS), guest -> ids.put(guest, meals.signUp(guest)));
      each(guests.subList(0, ORDERS_OF), guest -> meals.order(ids.get(guest), meals.dish("Soup")));
      var snapshotted = guests.getFirst();
      for (int i = 1; i < ADDRESSES; i++) {
        meals.accepted("customers", snapshotted.addAddress(ids.get(snapshotted), "home" + i));
      }
      var outcome = new Outcome(backend);
      outcome.assertEveryViewBecomesTheFoldOfItsEvents(system::reconcile);

      // The scan finds what is there: the one view that is plain.
      assertEquals(4 * GUESTS, wordsOf(needles.in(everything.views())));
      var views = new String(everything.views(), StandardCharsets.UTF_8);
      assertTrue(views.contains("customers-snapshots"), "there is a snapshot");
      assertEquals(Set.of(), needles.in(everything.events()));
      var exported = client.get("/customers/" + ids.get(snapshotted) + "/export").body();
      snapshotted.canaries().forEach(it -> assertTrue(exported.contains(Needles.json(it)), it));

      system.kill("customers-eraser");
      each(guests, guest -> meals.erase(ids.get(guest)));
      assertTrue(backend.personKeys().find(ids.get(guests.getLast())).isPresent(), "not yet");
      system.restart("customers-eraser");
      meals.until(
          () -> {
            system.reconcile();
            return ids.values().stream().allMatch(id -> backend.personKeys().find(id).isEmpty());
          },
          "everybody is forgotten");
      outcome.assertEveryViewBecomesTheFoldOfItsEvents(system::reconcile);

      assertTombstones(client);
      deadLettered.writeBytes(everything.messages());
      guests.forEach(guest -> guest.guesses().forEach(needles::add));
      assertEquals(Set.of(), needles.in(everything.events()), "events");
      assertEquals(Set.of(), needles.in(everything.views()), "views");
      assertEquals(Set.of(), needles.in(deadLettered.toByteArray()), "messages");
      assertEquals(Set.of(), needles.in(Files.readAllBytes(system.log())), "log");
      assertEquals(Set.of(), needles.in(printed.toByteArray()), "what was printed");
      synchronized (traced) {
        assertTrue(traced.size() > 0, "there are traces");
        assertEquals(Set.of(), needles.in(traced.toByteArray()), "traces");
      }
      // The e-mail is free again.
      var first = guests.getFirst();
      assertEquals(202, client.command("customers", first.signUp()).status());
      out.printf(
          "%d canaries, %,d bytes of events, %,d of views, %,d of messages, %,d of logs, %,d of traces%n",
          4 * GUESTS,
          everything.events().length,
          everything.views().length,
          deadLettered.size(),
          Files.size(system.log()) + printed.size(),
          traced.size());
    }
  }

  /** As many of the words as are found in some form. */
  private int wordsOf(Set<String> found) {
    var words = new TreeSet<String>();
    for (var guest : guests) {
      guest.canaries().stream()
          .filter(it -> found.contains(it) || found.contains(Needles.json(it)))
          .forEach(words::add);
    }
    return words.size();
  }

  private void assertTombstones(Client client) {
    var guest = guests.getFirst();
    var id = ids.get(guest);
    assertEquals(404, client.get("/customers/" + id).status());
    var then = client.get("/customers/" + id + "?asOf=2");
    assertEquals(200, then.status(), then::body);
    assertEquals("erased", then.json().path("name").asText());
    assertEquals("erased", then.json().at("/addresses/0/street").asText());
    var orders = client.get("/orders?customerId=" + id);
    var order = orders.json().at("/items/0");
    assertEquals("erased", order.at("/deliveryAddress/street").asText(), orders::body);
    assertEquals(id, order.path("customerId").asText());
    assertEquals("6.00", order.at("/total/amount").asText());
    assertFalse(client.get("/customers/events/" + id).body().contains("canary"));
    assertFalse(client.get("/customers/" + id + "/export").body().contains("canary"));
  }

  /** Something that is done with each guest. */
  @FunctionalInterface
  private interface Work {
    void on(Guest guest);
  }

  private static void each(List<Guest> some, Work work) throws Exception {
    try (var threads = Executors.newFixedThreadPool(AT_ONCE)) {
      var all = some.stream().<Future<?>>map(it -> threads.submit(() -> work.on(it))).toList();
      for (var one : all) {
        one.get(Meals.PATIENCE.toSeconds(), TimeUnit.SECONDS);
      }
    }
  }
}
