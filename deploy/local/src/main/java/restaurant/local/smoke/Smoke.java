package restaurant.local.smoke;

import java.io.PrintStream;
import java.net.URI;
import java.util.List;
import java.util.Optional;

/** Walks through the running system as clients would, and says what it saw. */
public final class Smoke {

  /** The variable that has the token of somebody on the staff: others can see a command line. */
  public static final String TOKEN = "RESTAURANT_TOKEN";

  private final URI base;
  private final Optional<String> token;
  private final PrintStream out;

  /**
   * @param token of somebody on the staff; without, a system at home is asked for one
   */
  public Smoke(URI base, Optional<String> token, PrintStream out) {
    this.base = base;
    this.token = token;
    this.out = out;
  }

  /** True if all is well. */
  public boolean run() {
    try (var visitor = new Visitor(base, token)) {
      try {
        new Story(visitor).tell();
        print(visitor.seen());
        out.println("smoke: passed");
        return true;
      } catch (Unexpected e) {
        print(visitor.seen());
        out.println("smoke: FAILED: " + e.getMessage());
        return false;
      }
    }
  }

  private void print(List<Visitor.Seen> seen) {
    row(seen, "command", "answer", "lag", "view");
    seen.forEach(s -> row(seen, s.command(), s.answer(), s.lag(), s.view()));
  }

  private void row(List<Visitor.Seen> all, String command, String answer, String lag, String view) {
    int commands = all.stream().mapToInt(s -> s.command().length()).max().orElse(0);
    int answers = all.stream().mapToInt(s -> s.answer().length()).max().orElse(0);
    var format = "%-" + (commands + 2) + "s%-" + (answers + 2) + "s%8s  %s";
    out.println(format.formatted(command, answer, lag, view).stripTrailing());
  }
}
