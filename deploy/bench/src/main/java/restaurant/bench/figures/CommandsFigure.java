package restaurant.bench.figures;

import com.google.cloud.firestore.Firestore;
import dev.eventfold.emulators.Emulators;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import restaurant.bench.baseline.BareStore;
import restaurant.bench.load.Load;
import restaurant.bench.load.Requests;
import restaurant.bench.processes.Cpu;
import restaurant.bench.processes.FunctionProcess;
import restaurant.bench.processes.FunctionProcess.Function;
import restaurant.bench.report.Report;
import restaurant.bench.report.Row;
import restaurant.bench.report.Target;
import restaurant.local.LocalSystem;

/**
 * Commands through the HTTP function alone, beside the bare client's creations and the naive design
 * on the same emulator, with as many threads.
 */
final class CommandsFigure implements Figure {

  private static final int OK = 0;

  private final List<Double> cpu = new ArrayList<>();
  private final List<Double> bareCpu = new ArrayList<>();

  @Override
  public String name() {
    return "commands";
  }

  @Override
  public void measure(Scale scale, Report report) throws Exception {
    var project = LocalSystem.newProject();
    try (var emulators = FunctionProcess.emulators();
        var function =
            FunctionProcess.start(
                    Function.COMMANDS, FunctionProcess.AS_DEPLOYED, emulators, project)
                .awaitUp()) {
      var firestore = FunctionProcess.clients(emulators, project).eventStore();
      try {
        report.say("commands: warming up");
        add(32, scale.requests(3_000), function);
        create(32, scale.requests(3_000), firestore);
        naive(32, scale.requests(200), emulators);
        for (int clients : List.of(1, 8, 32)) {
          report.say("commands: " + clients + " clients");
          measure(clients, scale, function, firestore, emulators, report);
        }
        report.add(
            Row.ratio(
                name(), "CPU of the function per 1,000 commands", "s", cpu, bareCpu, Target.NONE));
      } finally {
        firestore.shutdownNow();
      }
    }
  }

  private void measure(
      int clients,
      Scale scale,
      FunctionProcess function,
      Firestore firestore,
      Emulators emulators,
      Report report)
      throws Exception {
    int requests = scale.requests(clients == 1 ? 300 : clients == 8 ? 900 : 1_500);
    var rates = new ArrayList<List<Double>>();
    var p50s = new ArrayList<List<Double>>();
    for (int i = 0; i < 3; i++) {
      rates.add(new ArrayList<>());
      p50s.add(new ArrayList<>());
    }
    for (int round = 0; round < scale.rounds(); round++) {
      double before = Cpu.seconds(function.process());
      var ours = add(clients, requests, function);
      double used = Cpu.seconds(function.process()) - before;
      before = Cpu.seconds(ProcessHandle.current());
      var bare = create(clients, requests, firestore);
      double bareUsed = Cpu.seconds(ProcessHandle.current()) - before;
      if (clients == 32) {
        cpu.add(used * 1_000 / requests);
        bareCpu.add(bareUsed * 1_000 / requests);
      }
      var naive = naive(clients, Math.max(requests / 5, 1), emulators);
      var results = List.of(ours, bare, naive);
      for (int i = 0; i < 3; i++) {
        rates.get(i).add(results.get(i).perSecond());
        p50s.get(i).add(results.get(i).p50());
      }
    }
    var by = "%d client%s".formatted(clients, clients == 1 ? "" : "s");
    report.add(
        Row.ratio(
            name(),
            "commands over bare creates, " + by,
            "/s",
            rates.get(0),
            rates.get(1),
            clients == 32 ? Target.atLeast(0.5) : Target.NONE));
    report.add(
        Row.ratio(
            name(),
            "commands over the naive design, " + by,
            "/s",
            rates.get(0),
            rates.get(2),
            clients == 32 ? Target.atLeast(2) : Target.NONE));
    report.add(
        Row.ratio(
            name(),
            "command p50 over bare create, " + by,
            "ms",
            p50s.get(0),
            p50s.get(1),
            clients == 1 ? Target.atMost(1.5) : Target.NONE));
  }

  private static Load.Result add(int clients, int requests, FunctionProcess function) {
    return add(clients, requests, function.requests()).must(202);
  }

  static Load.Result add(int clients, int requests, Requests to) {
    return Load.run(
        to.server(),
        clients,
        requests,
        (connection, client, number) -> connection.send(to.add("cook" + client)).status());
  }

  private static Load.Result create(int clients, int requests, Firestore firestore) {
    var store = new BareStore(firestore);
    return Load.run(
            clients,
            requests,
            client ->
                number -> {
                  store.create();
                  return OK;
                })
        .must(OK);
  }

  /** In a project of its own: the emulator's queries take longer, the more a project has. */
  private static Load.Result naive(int clients, int requests, Emulators emulators)
      throws Exception {
    var firestore = FunctionProcess.clients(emulators, LocalSystem.newProject()).eventStore();
    try {
      var store = new BareStore(firestore);
      store.naiveAppend("first");
      return Load.run(
              clients,
              requests,
              client ->
                  number -> {
                    store.naiveAppend(UUID.randomUUID().toString());
                    return OK;
                  })
          .must(OK);
    } finally {
      firestore.shutdownNow();
    }
  }
}
