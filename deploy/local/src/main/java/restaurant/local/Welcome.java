package restaurant.local;

import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.Settings;
import java.io.PrintStream;
import java.util.Locale;
import java.util.Optional;
import java.util.TreeMap;
import restaurant.local.functions.Debugging;
import restaurant.local.gateway.Tokens;
import restaurant.local.gateway.Traces;

/**
 * Says what runs where, and what to try.
 *
 * @param isolated whether each function is a process
 */
record Welcome(
    LocalSystem system,
    Optional<Tokens> tokens,
    boolean isolated,
    Optional<Debugging> debugging,
    double seconds) {

  void print(PrintStream out) {
    out.printf("The restaurant is open at %s (started in %.1f s).%n", system.uri(), seconds);
    out.printf("Open it in a browser to see it work; the API is at %s/api.%n%n", system.uri());
    out.printf("It runs on %s.%n%n", system.platform().description());
    out.printf("%-20s %-12s %s%n", "function", "kind", "address");
    for (var function : system.functions()) {
      var row = function.row();
      var kind = row.kind().name().toLowerCase(Locale.ROOT);
      var debugger =
          debugging
              .filter(it -> isolated)
              .map(it -> "  debugger at 127.0.0.1:" + it.port(row.name()))
              .orElse("");
      out.printf("%-20s %-12s %s%s%n", row.name(), kind, function.uri(), debugger);
    }
    debugging
        .filter(it -> !isolated)
        .ifPresent(
            it -> out.printf("%nA debugger can attach to all of it at 127.0.0.1:%d.%n", it.port()));
    printTokens(out);
    var authorized = tokens.isPresent() ? " -H \"Authorization: Bearer $TOKEN\"" : "";
    out.printf("%nTry:%n");
    if (tokens.isPresent()) {
      out.printf("  TOKEN=$(curl -s %s/local/tokens/cook)%n", system.uri());
    }
    out.printf(
        """
          curl -s %1$s/menu/commands%2$s -H 'Content-Type: application/json' \\
            -d '{"type":"addMenuItem","payload":{"description":"Pepperoni","price":"10.00"}}'
          curl -s '%1$s/menu/items?active=true&orderBy=price'%2$s
          curl -s %1$s/menu/events/<aggregateId>%2$s

        """,
        system.uri(), authorized);
    printSettings(out);
    out.printf(
        "What each request leads to: curl -s %s%s, and there /<trace>.%n%n",
        system.uri(), Traces.PATH);
    out.println("Ctrl-C stops everything.");
    out.flush();
  }

  /** Of what is in memory, tools can read the log alone. */
  private void printSettings(PrintStream out) {
    var settings = new TreeMap<String, String>();
    settings.put("LOG_FILE", system.log().toString());
    if (system.platform().isShared()) {
      settings.putAll(system.platform().settings());
      settings.put("GOOGLE_CLOUD_PROJECT", system.project());
      Settings.get(Clients.EVENT_STORE_DATABASE)
          .ifPresent(name -> settings.put(Clients.EVENT_STORE_DATABASE, name));
      out.printf("The operator's tools (deploy/ops/ops) find it with:%n  export");
    } else {
      out.printf("Of the operator's tools (deploy/ops/ops), refusals finds it with:%n  export");
    }
    settings.forEach((name, value) -> out.printf(" %s=%s", name, value));
    out.printf("%n%n");
  }

  private void printTokens(PrintStream out) {
    if (tokens.isEmpty()) {
      out.printf(
          "%n*** --auth=off: nobody is asked who they are, and everybody may do everything ***%n");
      return;
    }
    out.printf("%nRequests need a token; these are good until it stops:%n");
    out.printf("  cook      %s%n", tokens.get().staff("cook"));
    out.printf("  waiter    %s%n", tokens.get().staff("waiter"));
    out.printf("  customer  %s%n", tokens.get().customer("customer"));
  }
}
