package restaurant.bench.figures;

import com.google.cloud.firestore.Firestore;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.pubsub.v1.PubsubMessage;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import restaurant.bench.baseline.BareStore;
import restaurant.bench.load.Connection;
import restaurant.bench.load.Requests;
import restaurant.bench.processes.SystemProcess;
import restaurant.bench.report.Report;
import restaurant.bench.report.Row;
import restaurant.bench.report.Target;
import restaurant.local.platform.Platform;

/**
 * How long one client waits, in a system that does nothing else: for a query, for its own write to
 * be shown, and for a view to have it. Beside the calls of which that consists. On the emulators.
 */
final class LatencyFigure implements Figure {

  private static final int PAGE = 20;
  private static final String CALLER = "cook";

  @Override
  public String name() {
    return "latency";
  }

  /** One of the things that are timed. */
  private interface Step {
    void run() throws Exception;
  }

  @Override
  public void measure(Scale scale, Report report) throws Exception {
    report.say("latency: starting");
    try (var system = SystemProcess.start(SystemProcess.emulators(), false)) {
      var firestore = system.clients().eventStore();
      var topics = system.clients().topics();
      topics.createTopic(com.google.pubsub.v1.TopicName.of(system.clients().project(), "bare"));
      topics.close();
      var publisher = system.clients().publisher("bare");
      try {
        measure(system, firestore, publisher, scale, report);
      } finally {
        publisher.shutdown();
        publisher.awaitTermination(10, TimeUnit.SECONDS);
        firestore.shutdownNow();
      }
    }
    inMemory(scale, report);
  }

  /** The same without any store or bus: what is left is our own, and the local run's. */
  private void inMemory(Scale scale, Report report) throws Exception {
    report.say("latency: in memory");
    try (var system = SystemProcess.start(Platform.Choice.MEMORY, false);
        var commands = new Connection(system.function("menu-commands"));
        var queries = new Connection(system.function("menu-queries"))) {
      var rounds = new LinkedHashMap<String, List<Double>>();
      for (int round = -1; round < scale.rounds(); round++) {
        written(
            system.requests("menu-commands"),
            commands,
            system.requests("menu-queries"),
            queries,
            scale,
            round < 0,
            rounds);
      }
      report.add(
          Row.plain(
              name(),
              "command to visible p50, in memory",
              "ms",
              rounds.get("visible"),
              Target.NONE));
    }
  }

  private void measure(
      SystemProcess system, Firestore firestore, Publisher publisher, Scale scale, Report report)
      throws Exception {
    var menu = new Menu(system);
    var items = menu.add(8, 200);
    menu.await(items);
    var bare = new BareStore(firestore);
    var ids = new ArrayList<String>();
    for (int i = 0; i < 200; i++) {
      ids.add(bare.create());
    }
    var commands = new Connection(system.function("menu-commands"));
    var queries = new Connection(system.function("menu-queries"));
    var asked = system.requests("menu-queries");
    var turn = new int[1];
    var steps = new LinkedHashMap<String, Step>();
    steps.put(
        "get",
        () -> {
          var id = items.items().get(turn[0]++ % 200);
          must(200, queries.send(asked.get(CALLER, "/menu/items/" + id)));
        });
    steps.put("bare get", () -> bare.get(ids.get(turn[0]++ % 200)));
    steps.put(
        "page", () -> must(200, queries.send(asked.get(CALLER, "/menu/items?pageSize=" + PAGE))));
    steps.put("bare page", () -> bare.page(PAGE));
    steps.put("bare create", bare::create);
    steps.put(
        "bare publish",
        () -> publisher.publish(PubsubMessage.newBuilder().putAttributes("a", "b").build()).get());
    var rounds = new LinkedHashMap<String, List<Double>>();
    for (int round = -1; round < scale.rounds(); round++) {
      report.say("latency: " + (round < 0 ? "warming up" : "round " + (round + 1)));
      boolean isWarmup = round < 0;
      for (var step : steps.entrySet()) {
        double took = p50(scale.requests(isWarmup ? 400 : 150), step.getValue());
        keep(rounds, step.getKey(), took, isWarmup);
      }
      written(system.requests("menu-commands"), commands, asked, queries, scale, isWarmup, rounds);
    }
    add(rounds, report);
  }

  /**
   * Commands one by one: how long for the answer, to read it at once, and to see it in the view.
   */
  private static void written(
      Requests to,
      Connection commands,
      Requests asked,
      Connection queries,
      Scale scale,
      boolean isWarmup,
      Map<String, List<Double>> rounds)
      throws Exception {
    int times = 3 * scale.requests(isWarmup ? 40 : 15);
    var took = new LinkedHashMap<String, List<Double>>();
    var earlier = "";
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      var answer = commands.send(to.add(CALLER));
      must(202, answer);
      take(took, "command", start);
      var path = "/menu/items/" + answer.field("aggregateId");
      // While the event is on its way, with which both share the machine.
      if (i % 3 < 2) {
        boolean isOwn = i % 3 == 0;
        long asking = System.nanoTime();
        must(200, queries.send(asked.get(CALLER, isOwn ? path + "?minVersion=1" : earlier)));
        take(took, isOwn ? "own write" : "other read", asking);
      }
      while (queries.send(asked.get(CALLER, path)).status() != 200) {
        Thread.onSpinWait();
      }
      if (i % 3 == 2) {
        take(took, "visible", start);
      }
      earlier = path;
    }
    took.forEach((name, each) -> keep(rounds, name, p50(each), isWarmup));
  }

  private static void take(Map<String, List<Double>> took, String name, long start) {
    took.computeIfAbsent(name, n -> new ArrayList<>()).add(millis(start));
  }

  private static double p50(int times, Step step) throws Exception {
    var took = new ArrayList<Double>();
    for (int i = 0; i < times; i++) {
      long start = System.nanoTime();
      step.run();
      took.add(millis(start));
    }
    return p50(took);
  }

  private static double p50(List<Double> took) {
    return took.stream().sorted().toList().get(took.size() / 2);
  }

  private static double millis(long start) {
    return (System.nanoTime() - start) / 1e6;
  }

  private static void keep(
      Map<String, List<Double>> rounds, String name, double took, boolean isWarmup) {
    var all = rounds.computeIfAbsent(name, n -> new ArrayList<>());
    if (!isWarmup) {
      all.add(took);
    }
  }

  private static void must(int status, Connection.Answer answer) {
    if (answer.status() != status) {
      throw new IllegalStateException(answer.status() + ": " + answer.body());
    }
  }

  private void add(Map<String, List<Double>> rounds, Report report) {
    report.add(ratio("query by id p50 over bare get", rounds, "get", "bare get", 1.5));
    report.add(ratio("list page p50 over bare query", rounds, "page", "bare page", 0));
    report.add(
        ratio(
            "read-your-writes p50 over a plain read at that moment",
            rounds,
            "own write",
            "other read",
            2));
    report.add(
        ratio(
            "read-your-writes p50 over a plain read in the idle system",
            rounds,
            "own write",
            "get",
            0));
    var sum = new ArrayList<Double>();
    for (int i = 0; i < rounds.get("bare create").size(); i++) {
      // The event, the message, and the view's document.
      sum.add(2 * rounds.get("bare create").get(i) + rounds.get("bare publish").get(i));
    }
    rounds.put("steps", sum);
    report.add(
        ratio("command to visible p50 over create+publish+create", rounds, "visible", "steps", 0));
    report.add(
        ratio("command p50 in the idle system over create", rounds, "command", "bare create", 0));
  }

  private Row ratio(
      String figure, Map<String, List<Double>> rounds, String a, String b, double atMost) {
    return Row.ratio(
        name(),
        figure,
        "ms",
        rounds.get(a),
        rounds.get(b),
        atMost > 0 ? Target.atMost(atMost) : Target.NONE);
  }
}
