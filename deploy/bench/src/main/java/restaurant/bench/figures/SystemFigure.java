package restaurant.bench.figures;

import dev.eventfold.gcp.pubsub.EventMessage;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import restaurant.bench.baseline.BareStore;
import restaurant.bench.load.Load;
import restaurant.bench.processes.Cpu;
import restaurant.bench.processes.FunctionProcess;
import restaurant.bench.processes.SystemProcess;
import restaurant.bench.profile.Profile;
import restaurant.bench.report.Report;
import restaurant.bench.report.Row;
import restaurant.bench.report.Target;
import restaurant.local.platform.Platform;

/**
 * What the whole system uses for a command with its views, whether the views keep up, and what the
 * time goes to. In memory and on the emulators, with spans and without.
 */
final class SystemFigure implements Figure {

  private static final int CLIENTS = 32;
  private static final int WARMING_UP = 3;

  @Override
  public String name() {
    return "system";
  }

  /** The rounds of one system. */
  private static final class Rounds {
    final List<Double> rate = new ArrayList<>();
    final List<Double> viewsRate = new ArrayList<>();
    final List<Double> cpu = new ArrayList<>();
    final List<Double> projecting = new ArrayList<>();
    final List<Double> emulators = new ArrayList<>();
    final List<Double> hello = new ArrayList<>();
  }

  @Override
  public void measure(Scale scale, Report report) throws Exception {
    var profile = new Profile();
    measure("in memory", Platform.Choice.MEMORY, scale, profile, report);
    measure("emulators", SystemProcess.emulators(), scale, profile, report);
    profile.write(report.folder());
  }

  private void measure(
      String where, Platform.Choice platform, Scale scale, Profile profile, Report report)
      throws Exception {
    boolean isMemory = platform == Platform.Choice.MEMORY;
    report.say("system: starting, " + where);
    try (var plain = SystemProcess.start(platform, false);
        var traced = SystemProcess.start(platform, true);
        var hello = FunctionProcess.helloWorld().awaitUp()) {
      var systems = new TreeMap<String, SystemProcess>(Map.of("off", plain, "on", traced));
      var rounds = new TreeMap<String, Rounds>();
      int requests = scale.requests(isMemory ? 1_500 : 400);
      report.say("system: warming up, " + where);
      for (int i = 0; i < WARMING_UP; i++) {
        for (var system : systems.entrySet()) {
          rounds.put(system.getKey(), new Rounds());
          round(system.getValue(), requests, new Rounds());
          hello(hello, requests);
        }
      }
      for (int i = 0; i < scale.rounds(); i++) {
        report.say("system: round " + (i + 1) + ", " + where);
        for (var system : systems.entrySet()) {
          round(system.getValue(), requests, rounds.get(system.getKey()));
          rounds.get(system.getKey()).hello.add(hello(hello, 10 * requests));
        }
      }
      for (var system : systems.entrySet()) {
        report.say("system: profile, " + where + ", spans " + system.getKey());
        profile(where, system.getKey(), system.getValue(), requests, profile);
      }
      rounds.forEach((spans, measured) -> add(where, spans, measured, isMemory, report));
    }
  }

  private static void round(SystemProcess system, int requests, Rounds into) throws Exception {
    var menu = new Menu(system);
    double cpu = Cpu.seconds(system.process());
    double emulators = Cpu.secondsOfChildren(system.process());
    long start = System.nanoTime();
    var round = menu.add(CLIENTS, requests);
    round.load().must(202);
    menu.await(round);
    double seconds = (System.nanoTime() - start) / 1e9;
    into.rate.add(round.load().perSecond());
    into.viewsRate.add(requests / seconds);
    into.cpu.add((Cpu.seconds(system.process()) - cpu) * 1_000 / requests);
    into.emulators.add((Cpu.secondsOfChildren(system.process()) - emulators) * 1_000 / requests);
    cpu = Cpu.seconds(system.process());
    push(system, requests);
    into.projecting.add((Cpu.seconds(system.process()) - cpu) * 1_000 / requests);
  }

  /** Processor time of the framework's hello world for a thousand requests like ours. */
  private static double hello(FunctionProcess hello, int requests) {
    double before = Cpu.seconds(hello.process());
    CommandsFigure.add(CLIENTS, requests, hello.requests()).must(200);
    return (Cpu.seconds(hello.process()) - before) * 1_000 / requests;
  }

  /** Events of new streams, pushed to a listener as Pub/Sub pushes them. */
  private static void push(SystemProcess system, int requests) {
    var to = system.requests("menu-items");
    var bodies = new ArrayList<String>();
    for (int i = 0; i < requests; i++) {
      var event = BareStore.event(UUID.randomUUID().toString(), 1, "menuItemAdded");
      bodies.add(new String(EventMessage.push("menu-items", event), StandardCharsets.UTF_8));
    }
    Load.run(
            to.server(),
            CLIENTS,
            requests,
            (connection, client, number) ->
                connection.send(to.post("/", "bus", bodies.get(number))).status())
        .must(204);
  }

  private static void profile(
      String where, String spans, SystemProcess system, int requests, Profile profile)
      throws IOException {
    var menu = new Menu(system);
    var threads = Cpu.byThread(system.process());
    double cpu = Cpu.seconds(system.process());
    system.record();
    var round = menu.add(CLIENTS, requests);
    menu.await(round);
    profile.add(
        "%s, spans %s".formatted(where, spans),
        system.dump(),
        Cpu.seconds(system.process()) - cpu,
        requests,
        threads,
        Cpu.byThread(system.process()));
  }

  private void add(String where, String spans, Rounds rounds, boolean isMemory, Report report) {
    var how = "%s, spans %s".formatted(where, spans);
    report.add(
        Row.ratio(
                name(),
                "our CPU per 1,000 commands with views, " + how,
                "s",
                rounds.cpu,
                rounds.hello,
                Target.atMost(isMemory ? 0.9 : 3.0))
            .targetOfMeasured());
    report.add(
        Row.ratio(
            name(),
            "our CPU per 1,000 events in one view, " + how,
            "s",
            rounds.projecting,
            rounds.hello,
            Target.NONE));
    if (!isMemory) {
      report.add(
          Row.plain(
              name(),
              "the emulators' CPU per 1,000 commands, " + how,
              "s",
              rounds.emulators,
              Target.NONE));
    }
    report.add(
        Row.ratio(
            name(),
            "views over commands, " + how,
            "/s",
            rounds.viewsRate,
            rounds.rate,
            Target.atLeast(0.9)));
  }
}
