package restaurant.local.operations;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.google.cloud.firestore.Firestore;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.Write;
import dev.eventfold.emulators.Needs;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.json.Json;
import dev.eventfold.operations.CurrentViews;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import restaurant.local.Client;
import restaurant.local.LocalSystem;
import restaurant.local.Operator;
import restaurant.local.Outcome;
import restaurant.local.SystemOnEmulators;
import restaurant.local.Traffic;
import restaurant.system.Restaurant;

/** The operator's tools on a running system. */
@Needs(Needs.Tool.EMULATORS)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class OperationsTest {

  private LocalSystem system;
  private Client client;
  private Operator operator;

  @BeforeAll
  void start() throws Exception {
    system = LocalSystem.start(new LocalSystem.Options(SystemOnEmulators.backend(), 0, false));
    client = new Client(system.uri());
    operator = new Operator(system);
    var traffic = new Traffic(client, 5, false);
    traffic.run(80);
    new Outcome(Backend.current()).assertEveryViewBecomesTheFoldOfItsEvents();
  }

  @AfterAll
  void stop() {
    client.close();
    system.close();
  }

  private void damage(String collection, Document document, String body, long version) {
    var content =
        new Document.Content(
            document.id(),
            version,
            body.isEmpty()
                ? Optional.empty()
                : Optional.of(ofTheShapeOf(document, Json.parse(body))),
            document.content().index());
    Backend.current()
        .queryStore()
        .commit(List.of(new Write(collection, content, new Write.Precondition.None())));
  }

  /** One of another shape may be another version's, and is left alone. */
  private static JsonNode ofTheShapeOf(Document document, JsonNode body) {
    document
        .content()
        .body()
        .map(it -> it.path("$shape"))
        .filter(JsonNode::isInt)
        .ifPresent(shape -> ((ObjectNode) body).set("$shape", shape));
    return body;
  }

  @Test
  void tenDamagedViewsAreNamedAndRepaired() throws Exception {
    var damaged = new TreeSet<String>();
    for (var view : List.of("customers", "orders", "menu-items", "audit", "orders-customers")) {
      var collection = CurrentViews.place(Backend.current().queryStore(), view).current();
      var documents = Backend.current().queryStore().page(collection, Query.first(2));
      assertEquals(2, documents.size(), collection);
      damage(collection, documents.get(0), "{\"broken\":true}", documents.get(0).version());
      damage(collection, documents.get(1), "", documents.get(1).version());
      documents.forEach(document -> damaged.add(collection + "/" + document.id()));
    }
    assertEquals(10, damaged.size());

    var found = operator.run("verify");
    assertEquals(1, found.status(), found.output());
    var named =
        found.output().lines().filter(line -> line.startsWith("  ")).map(String::strip).toList();
    assertEquals(
        damaged,
        new TreeSet<>(named.stream().map(line -> line.split(" ")[0]).toList()),
        found.output());
    assertEquals(10, named.size());

    var repaired = operator.run("verify", "--repair");
    assertEquals(0, repaired.status(), repaired.output());
    var again = operator.run("verify");
    assertEquals(0, again.status(), again.output());
    System.out.println(found.output() + repaired.output() + again.output());
  }

  /** Somebody with rights over the database writes what is no document of a view. */
  @Test
  void corruptDocumentsAreNamedAndRepairedAndHideNoOtherView() throws Exception {
    var store = Backend.current().queryStore();
    var orders = CurrentViews.place(store, "orders").current();
    var victim = store.page(orders, Query.first(1)).getFirst().id();
    var firestore = views();
    try {
      firestore.collection(orders).document(victim).set(Map.of("total", 1.5)).get();
      assertEquals(200, client.get("/orders").status());
      assertEquals(500, client.get("/orders/" + victim).status());

      var place = firestore.collection("views-current").document("menu-items");
      var before = Optional.ofNullable(place.get().get().getData());
      place.set(Map.of("version", "none")).get();
      var found = operator.run("verify");
      if (before.isPresent()) {
        place.set(before.get()).get();
      } else {
        place.delete().get();
      }
      assertEquals(1, found.status(), found.output());
      assertTrue(found.output().contains("menu-items           can't be verified"), found::output);
      assertTrue(
          found.output().contains("  %s/%s corrupt".formatted(orders, victim)), found::output);
      assertTrue(found.output().contains("audit                right"), found::output);
    } finally {
      firestore.close();
    }
    var repaired = operator.run("verify", "--repair");
    assertEquals(0, repaired.status(), repaired.output());
    assertEquals(200, client.get("/orders/" + victim).status());
  }

  private Firestore views() {
    var settings = system.platform().settings();
    return new Clients(
            system.project(),
            Optional.of(settings.get("FIRESTORE_EMULATOR_HOST")),
            Optional.of(settings.get("PUBSUB_EMULATOR_HOST")),
            List.of())
        .views();
  }

  @Test
  void sinceLooksAtWhatWasChangedSince() throws Exception {
    var since = "--since=" + Instant.now().plusSeconds(1);
    var customers = CurrentViews.place(Backend.current().queryStore(), "customers").current();
    var document = Backend.current().queryStore().page(customers, Query.first(1)).getFirst();
    damage(customers, document, "{\"broken\":true}", document.version());
    var nothing = operator.run("verify", "--view=customers", since);
    assertEquals(0, nothing.status(), nothing.output());

    var all =
        operator.run("verify", "--view=customers", "--since=2026-01-01T00:00:00Z", "--repair");
    assertEquals(0, all.status(), all.output());
    assertTrue(all.output().contains(document.id()), all.output());
    assertEquals(0, operator.run("verify", "--view=customers").status());
  }

  @Test
  void aViewIsRebuiltWhileTrafficFlows() throws Exception {
    var wrong = new ConcurrentLinkedQueue<String>();
    var reads = new AtomicInteger();
    var traffic = new Traffic(client, 6, false);
    Map<String, Long> seen = new ConcurrentHashMap<>();
    try (var users = Executors.newScheduledThreadPool(2, Thread.ofVirtual().factory());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var writing = users.scheduleWithFixedDelay(() -> write(traffic), 0, 300, MILLISECONDS);
      var reading =
          users.scheduleWithFixedDelay(() -> read(seen, reads, wrong), 0, 300, MILLISECONDS);
      // At the same time one whose documents are made of many streams.
      var dishes = threads.submit(() -> operator.run("rebuild", "menu-items"));
      var rebuilt = operator.run("rebuild", "orders");
      assertEquals(0, dishes.get().status(), dishes.get().output());
      for (var user : List.of(writing, reading)) {
        if (user.isDone()) {
          // Nobody has stopped it: it has failed, and says how.
          user.get();
        }
        user.cancel(false);
      }
      assertEquals(0, rebuilt.status(), rebuilt.output());
      System.out.printf("%s%d reads, none failed or went back%n", rebuilt.output(), reads.get());
    }
    assertEquals(List.of(), List.copyOf(wrong));
    assertTrue(reads.get() > 100, reads + " reads");
    assertEquals(List.of(), traffic.failures());
    var verified = operator.run("verify", "--grace=PT10S");
    assertEquals(0, verified.status(), verified.output());
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var dishes = threads.submit(() -> operator.run("rebuild", "menu-items", "--drop"));
      var dropped = operator.run("rebuild", "orders", "--drop");
      assertEquals(0, dropped.status(), dropped.output());
      assertEquals(0, dishes.get().status(), dishes.get().output());
    }
    assertEquals(List.of(), Backend.current().queryStore().page("orders", Query.first(1)));
    // And it goes on from there.
    var after = new Traffic(client, 8, false);
    after.run(20);
    assertEquals(List.of(), after.failures());
    verified = operator.run("verify", "--view=orders", "--grace=PT10S");
    assertEquals(0, verified.status(), verified.output());
  }

  private static void write(Traffic traffic) {
    try {
      traffic.run(10);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** None may vanish, fail, or show an older version than before. */
  private void read(Map<String, Long> seen, AtomicInteger reads, Queue<String> wrong) {
    var list = client.get("/orders?pageSize=20");
    check(list, wrong);
    var ids = new ArrayList<String>(seen.keySet());
    list.json().path("items").forEach(order -> ids.add(order.path("id").asText()));
    for (var id : ids.subList(Math.max(0, ids.size() - 40), ids.size())) {
      var order = client.get("/orders/" + id);
      check(order, wrong);
      long version = order.json().path("version").asLong();
      if (version < seen.getOrDefault(id, 0L)) {
        wrong.add("%s was at %d and is at %d".formatted(id, seen.get(id), version));
      }
      seen.put(id, version);
      reads.incrementAndGet();
    }
  }

  private static void check(Client.Response answer, Queue<String> wrong) {
    if (answer.status() != 200) {
      wrong.add(answer.status() + " " + answer.body());
    }
  }

  @Test
  void historyTailAndReplayShowAndSendWhatIsStored() throws Exception {
    var order = Backend.current().currentViews().page("orders", Query.first(1)).getFirst().id();
    var history = operator.run("history", order);
    assertEquals(0, history.status(), history.output());
    assertTrue(history.output().contains(order + "@0000000001  orderOpened"), history.output());
    assertEquals(1, operator.run("history", "nobody").status());

    var tail = operator.run("tail", "orders", "--once", "--since=2026-01-01T00:00:00Z");
    assertTrue(tail.output().contains(order + "@0000000001  orderOpened"), tail.output());

    var dry = operator.run("replay", "orders", "--stream=" + order, "--dry-run");
    assertTrue(dry.output().contains("would be published to orders-events."), dry.output());
    var replayed = operator.run("replay", "orders", "--stream=" + order);
    assertEquals(0, replayed.status(), replayed.output());
    var events = Backend.current().eventStore("orders").readAfter(order, 0, 100).size();
    assertTrue(replayed.output().contains(events + " events published"), replayed.output());
    var rest =
        operator.run("replay", "orders", "--stream=" + order, "--from=" + order + "@0000000002");
    assertTrue(rest.output().contains(events - 1 + " events published"), rest.output());
    var recent = "--since=" + Instant.now().plusSeconds(60);
    var none = operator.run("replay", "orders", recent);
    assertTrue(none.output().contains("0 events published"), none.output());
  }

  @Test
  void whatMakesNoSenseIsRefusedWithTheRule() throws Exception {
    var refusals = new HashMap<List<String>, String>();
    refusals.put(List.of("verify", "--view=menus"), "--view must be one of menu-items,");
    refusals.put(List.of("rebuild", "menus"), "VIEW must be one of menu-items,");
    refusals.put(
        List.of("replay", "menu", "--from=x@0000000001", "--since=2026-01-01T00:00:00Z"),
        "give one of them");
    var writers = Restaurant.SYSTEM.writers().stream().map(Service::name).toList();
    refusals.put(List.of("replay", "kitchen"), "must be one of " + String.join(", ", writers));
    for (var refusal : refusals.entrySet()) {
      var ran = operator.run(refusal.getKey().toArray(String[]::new));
      assertEquals(2, ran.status(), ran.output());
      assertTrue(ran.output().contains(refusal.getValue()), ran.output());
    }
  }
}
