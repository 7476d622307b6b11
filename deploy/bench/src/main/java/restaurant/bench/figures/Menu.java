package restaurant.bench.figures;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import restaurant.bench.load.Connection;
import restaurant.bench.load.Load;
import restaurant.bench.processes.SystemProcess;
import restaurant.bench.processes.Wanted;

/** Commands of the menu to a whole system, and what its views must show of them. */
final class Menu {

  /**
   * What came of a round.
   *
   * @param items whose streams were written
   * @param wanted what the views are to show
   */
  record Round(Load.Result load, List<String> items, List<Wanted> wanted) {}

  private final SystemProcess system;

  Menu(SystemProcess system) {
    this.system = system;
  }

  Round add(int clients, int requests) {
    var to = system.requests("menu-commands");
    return send(clients, requests, (client, number) -> to.add("cook" + client));
  }

  /** New prices of any of these, so that some are changed by several clients at once. */
  Round modify(int clients, int requests, List<String> items) {
    var to = system.requests("menu-commands");
    return send(
        clients,
        requests,
        (client, number) -> to.modify("cook" + client, any(items, number), number));
  }

  /** The same ones in every round and run. */
  private static String any(List<String> items, int number) {
    return items.get(new SplittableRandom(number).nextInt(items.size()));
  }

  /** Makes a request. */
  private interface Request {
    byte[] of(int client, int number);
  }

  private Round send(int clients, int requests, Request request) {
    var items = Collections.synchronizedList(new ArrayList<String>());
    var wanted = Collections.synchronizedList(new ArrayList<Wanted>());
    var commands = system.function("menu-commands");
    var load =
        Load.run(
            commands,
            clients,
            requests,
            (connection, client, number) -> {
              var answer = connection.send(request.of(client, number));
              if (answer.status() == 202) {
                var item = answer.field("aggregateId");
                items.add(item);
                wanted.addAll(Wanted.of(item, answer.eventId(), version(answer)).toList());
              }
              return answer.status();
            });
    return new Round(load, List.copyOf(items), List.copyOf(wanted));
  }

  static long version(Connection.Answer answer) {
    var body = answer.body();
    int at = body.indexOf("\"version\":") + 10;
    int end = at;
    while (Character.isDigit(body.charAt(end))) {
      end++;
    }
    return Long.parseLong(body, at, end, 10);
  }

  /** Returns once every view shows the round; the seconds that took. */
  double await(Round round) throws IOException {
    return system.awaitViews(round.wanted());
  }
}
