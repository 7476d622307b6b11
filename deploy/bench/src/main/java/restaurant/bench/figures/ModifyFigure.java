package restaurant.bench.figures;

import java.util.ArrayList;
import restaurant.bench.processes.SystemProcess;
import restaurant.bench.report.Report;
import restaurant.bench.report.Row;
import restaurant.bench.report.Target;

/** Many who change the same items at once, beside many who add new ones. On the emulators. */
final class ModifyFigure implements Figure {

  private static final int CLIENTS = 32;
  private static final int ITEMS = 200;

  @Override
  public String name() {
    return "modify";
  }

  @Override
  public void measure(Scale scale, Report report) throws Exception {
    report.say("modify: starting");
    try (var system = SystemProcess.start(SystemProcess.emulators(), false)) {
      var menu = new Menu(system);
      var warm = menu.add(CLIENTS, 600);
      menu.await(warm);
      var items = warm.items().subList(0, ITEMS);
      menu.await(menu.modify(CLIENTS, ITEMS, items));
      int requests = scale.requests(300);
      var modified = new ArrayList<Double>();
      var added = new ArrayList<Double>();
      var refusals = new ArrayList<Double>();
      for (int i = 0; i < scale.rounds(); i++) {
        report.say("modify: round " + (i + 1));
        var add = menu.add(CLIENTS, requests);
        menu.await(add);
        var modify = menu.modify(CLIENTS, requests, items);
        menu.await(modify);
        added.add(add.load().perSecond());
        modified.add(modify.load().perSecond());
        refusals.add((double) modify.load().otherThan(202));
      }
      report.add(
          Row.ratio(
              name(),
              "modify over add, 32 clients on 200 items",
              "/s",
              modified,
              added,
              Target.atLeast(0.7)));
      report.add(
          Row.plain(name(), "modify: refusals a round", "", refusals, Target.atMost(0))
              .note("of " + requests));
    }
  }
}
