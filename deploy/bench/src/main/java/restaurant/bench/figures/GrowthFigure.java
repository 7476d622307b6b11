package restaurant.bench.figures;

import dev.eventfold.documents.Document;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Write;
import dev.eventfold.emulators.Emulators;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.metering.Meter;
import dev.eventfold.gcp.pubsub.EventMessage;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import restaurant.bench.baseline.BareStore;
import restaurant.bench.load.Connection;
import restaurant.bench.load.Load;
import restaurant.bench.processes.FunctionProcess;
import restaurant.bench.processes.FunctionProcess.Function;
import restaurant.bench.report.Report;
import restaurant.bench.report.Row;
import restaurant.bench.report.Target;
import restaurant.local.LocalSystem;

/** What becomes slower as there is more of it: documents of a view, and clients at once. */
final class GrowthFigure implements Figure {

  private static final int FEW = 100;
  private static final int MANY = 50_000;
  private static final int CLIENTS = 8;
  private static final int PAGE = 20;

  /** Few: each takes the emulator a second. */
  private static final int PAGES_OF_MANY = 2;

  private static final int IN_A_COMMIT = 400;
  private static final String VIEW = "menu-items";

  @Override
  public String name() {
    return "growth";
  }

  @Override
  public void measure(Scale scale, Report report) throws Exception {
    try (var emulators = FunctionProcess.emulators()) {
      documents(emulators, scale, report);
      clients(emulators, scale, report);
    }
  }

  /** A view of few and one of many documents, asked in turns. */
  private void documents(Emulators emulators, Scale scale, Report report) throws Exception {
    int many = scale.isQuick() ? MANY / 10 : MANY;
    var small = LocalSystem.newProject();
    var large = LocalSystem.newProject();
    report.say("growth: storing %,d documents".formatted(many));
    var few = seeded(emulators, small, FEW);
    var all = seeded(emulators, large, many);
    try (var ofFew = queries(emulators, small);
        var ofMany = queries(emulators, large)) {
      var get = new ArrayList<List<Double>>(List.of(new ArrayList<>(), new ArrayList<>()));
      var page = new ArrayList<List<Double>>(List.of(new ArrayList<>(), new ArrayList<>()));
      for (int round = -1; round < scale.rounds(); round++) {
        report.say("growth: " + (round < 0 ? "warming up" : "round " + (round + 1)));
        for (int i = 0; i < 2; i++) {
          var function = i == 0 ? ofFew : ofMany;
          double byId = byId(function, i == 0 ? few : all, scale.requests(700));
          double pages = pages(function, i == 0 ? scale.requests(200) : PAGES_OF_MANY);
          if (round >= 0) {
            get.get(i).add(byId);
            page.get(i).add(pages);
          }
        }
      }
      report.add(
          Row.ratio(
                  name(),
                  "queries by id, %,d documents over 100".formatted(many),
                  "/s",
                  get.get(1),
                  get.get(0),
                  Target.atLeast(0.9))
              .note(calls(emulators, large, all.getFirst())));
      report.add(
          Row.ratio(
                  name(),
                  "list pages, %,d documents over 100".formatted(many),
                  "/s",
                  page.get(1),
                  page.get(0),
                  Target.NONE)
              .note("the emulator sorts all; " + calls(emulators, large, "")));
    }
  }

  private static FunctionProcess queries(Emulators emulators, String project) {
    return FunctionProcess.start(Function.QUERIES, FunctionProcess.AS_DEPLOYED, emulators, project)
        .awaitUp();
  }

  /** One that a listener has written, and copies of it under other ids; all ids. */
  private static List<String> seeded(Emulators emulators, String project, int count)
      throws Exception {
    var store = new GoogleBackend(FunctionProcess.clients(emulators, project)).queryStore();
    var event = BareStore.event(UUID.randomUUID().toString(), 1, "menuItemAdded");
    try (var listener =
            FunctionProcess.start(
                    Function.LISTENER, FunctionProcess.AS_DEPLOYED, emulators, project)
                .awaitUp();
        var connection = new Connection(listener.uri())) {
      var body = new String(EventMessage.push(VIEW, event), StandardCharsets.UTF_8);
      connection.send(listener.requests().post("/", "bus", body));
    }
    var key = new QueryStore.Key(VIEW, event.stream());
    var content = store.get(List.of(key)).get(key).content();
    var ids = new ArrayList<>(List.of(event.stream()));
    var writes = new ArrayList<Write>();
    while (ids.size() < count) {
      var id = UUID.randomUUID().toString();
      ids.add(id);
      var copy = new Document.Content(id, content.version(), content.body(), content.index());
      writes.add(new Write(VIEW, copy, new Write.Precondition.None()));
      if (writes.size() == IN_A_COMMIT || ids.size() == count) {
        store.commit(writes);
        writes.clear();
      }
    }
    return ids;
  }

  private static double byId(FunctionProcess function, List<String> ids, int requests) {
    var to = function.requests();
    return Load.run(
            function.uri(),
            CLIENTS,
            requests,
            (connection, client, number) -> {
              // Spread over all of them, not only the first.
              var id = ids.get((int) (number * 7_919L % ids.size()));
              return connection.send(to.get("cook" + client, "/menu/items/" + id)).status();
            })
        .must(200)
        .perSecond();
  }

  /** By one client: the emulator sorts all documents, which takes it seconds. */
  private static double pages(FunctionProcess function, int requests) {
    var to = function.requests();
    return Load.run(
            function.uri(),
            1,
            requests,
            (connection, client, number) -> {
              var path = "/menu/items?orderBy=price&pageSize=" + PAGE;
              return connection.send(to.get("cook" + client, path)).status();
            })
        .must(200)
        .perSecond();
  }

  /**
   * What a query asks of Firestore, counted on the channel.
   *
   * @param id of the document; "" for a page
   */
  private static String calls(Emulators emulators, String project, String id) {
    var meter = new Meter();
    var clients =
        new Clients(
            project,
            "",
            Clients.eventStoreDatabaseSet(""),
            Optional.of(emulators.firestore()),
            Optional.of(emulators.pubsub()),
            List.of(meter));
    var store = new GoogleBackend(clients).queryStore();
    if (id.isEmpty()) {
      store.page(
          VIEW, new Query(List.of(), Optional.of("price"), false, PAGE + 1, Optional.empty()));
    } else {
      store.get(List.of(new QueryStore.Key(VIEW, id)));
    }
    var bill = meter.bill();
    return "%d RPC, %d documents read".formatted(bill.rpcs(), bill.reads());
  }

  /** From one client to a thousand, each another caller. */
  private void clients(Emulators emulators, Scale scale, Report report) {
    var counts = List.of(1, 32, 1_000);
    var rates = new ArrayList<List<Double>>();
    counts.forEach(it -> rates.add(new ArrayList<>()));
    var refused = new ArrayList<Double>();
    try (var function =
        FunctionProcess.start(
                Function.COMMANDS, FunctionProcess.AS_DEPLOYED, emulators, LocalSystem.newProject())
            .awaitUp()) {
      CommandsFigure.add(32, scale.requests(3_000), function.requests());
      for (int round = 0; round < scale.rounds(); round++) {
        report.say("growth: clients, round " + (round + 1));
        for (int i = 0; i < counts.size(); i++) {
          int requests = scale.requests(counts.get(i) == 1 ? 150 : 1_000);
          // Of a thousand, each sends more than one, too.
          var result =
              CommandsFigure.add(
                  counts.get(i), Math.max(requests, 4 * counts.get(i)), function.requests());
          rates.get(i).add(result.perSecond());
          if (i == 2) {
            refused.add((double) result.otherThan(202));
          }
        }
      }
    }
    report.add(
        Row.ratio(
            name(), "commands, 1 client over 32", "/s", rates.get(0), rates.get(1), Target.NONE));
    report.add(
        Row.ratio(
            name(),
            "commands, 1,000 clients over 32",
            "/s",
            rates.get(2),
            rates.get(1),
            Target.NONE));
    report.add(
        Row.plain(name(), "commands of 1,000 clients that were refused", "", refused, Target.NONE));
  }
}
