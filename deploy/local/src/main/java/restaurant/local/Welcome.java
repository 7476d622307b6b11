package restaurant.local;

import java.io.PrintStream;

/** Says what runs where, and what to try. */
record Welcome(LocalSystem system, double seconds) {

  void print(PrintStream out) {
    out.printf("The restaurant is open at %s (started in %.1f s).%n", system.uri(), seconds);
    out.printf("Open it in a browser to read the API and try it.%n%n");
    out.printf("It runs on %s.%n%n", system.platform().description());
    out.printf("%-20s %-42s %s%n", "function", "class", "address");
    for (var function : system.functions()) {
      var row = function.row();
      out.printf("%-20s %-42s %s%n", row.name(), row.target(), function.uri());
    }
    out.printf(
        """

        Try:
          curl -s %1$s/menu/commands -H 'Content-Type: application/json' \\
            -d '{"type":"addMenuItem","payload":{"description":"Pepperoni","price":10.0}}'
          curl -s '%1$s/menu/items?active=true&orderBy=price'
          curl -s %1$s/menu/events/<aggregateId>

        Ctrl-C stops everything.
        """,
        system.uri());
    out.flush();
  }
}
