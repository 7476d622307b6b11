package restaurant.bench.figures;

import java.net.URI;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import restaurant.bench.load.Connection;
import restaurant.bench.load.Load;
import restaurant.bench.load.Requests;
import restaurant.bench.report.Report;
import restaurant.bench.report.Row;
import restaurant.bench.report.Target;

/**
 * A system that runs somewhere, through its public API alone: so many requests a second, for so
 * many seconds. Its commands stay in its event store for ever.
 *
 * @param token of somebody on the staff
 * @param rate requests a second of each kind, at most
 * @param seconds for each kind, at most
 */
public record Deployed(URI url, String token, double rate, int seconds) {

  private static final int CLIENTS = 16;
  private static final String SECTION = "deployed";

  public void measure(Report report) {
    var to = new Requests(url, token, true);
    var items = Collections.synchronizedList(new ArrayList<String>());
    report.say("deployed: commands");
    var commands =
        run(
            connection -> {
              var answer = connection.send(to.add(""));
              if (answer.status() == 202) {
                items.add(answer.field("aggregateId"));
              }
              return answer.status();
            });
    add("commands", commands, 202, report);
    if (items.isEmpty()) {
      report.say("deployed: no command was accepted: " + commands.statuses());
      return;
    }
    report.say("deployed: queries");
    var ids = List.copyOf(items);
    add(
        "read-your-writes",
        run(connection -> one(connection, to, ids, "?minVersion=1")),
        200,
        report);
    add("queries by id", run(connection -> one(connection, to, ids, "")), 200, report);
    add(
        "list pages",
        run(connection -> connection.send(to.get("", "/menu/items?pageSize=20")).status()),
        200,
        report);
  }

  private static int one(Connection connection, Requests to, List<String> ids, String query)
      throws Exception {
    var id = ids.get((int) (System.nanoTime() / 1_000 % ids.size()));
    return connection.send(to.get("", "/menu/items/" + id + query)).status();
  }

  /** What is asked, on a connection. */
  private interface Asked {
    int of(Connection connection) throws Exception;
  }

  private Load.Result run(Asked asked) {
    int most = (int) Math.ceil(rate * seconds);
    return Load.run(
        url,
        Math.min(CLIENTS, most),
        most,
        rate,
        seconds,
        (connection, client, number) -> asked.of(connection));
  }

  private static void add(String what, Load.Result result, int expected, Report report) {
    var note =
        "%d requests, %d not %d: %s"
            .formatted(
                result.nanos().length, result.otherThan(expected), expected, result.statuses());
    report.add(
        Row.plain(SECTION, what + ", p50", "ms", List.of(result.p50()), Target.NONE).note(note));
    report.add(Row.plain(SECTION, what + ", p99", "ms", List.of(result.p99()), Target.NONE));
    report.add(Row.plain(SECTION, what, "/s", List.of(result.perSecond()), Target.NONE));
  }
}
