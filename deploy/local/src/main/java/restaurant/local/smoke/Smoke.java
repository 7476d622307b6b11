package restaurant.local.smoke;

import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import restaurant.local.bank.Bank;

/** Goes through the running system as clients would, and says what it saw. */
public final class Smoke {

  /** The variable that has the token of somebody on the staff: others can see a command line. */
  public static final String TOKEN = "RESTAURANT_TOKEN";

  /** How long orders wait for their payment while it walks with the bank at home. */
  public static final Duration TIME_TO_PAY = Duration.ofSeconds(20);

  private final URI base;
  private final Optional<String> token;
  private final PrintStream out;
  private final boolean hasBank;

  /**
   * @param token of somebody on the staff; without, a system at home is asked for one
   */
  public Smoke(URI base, Optional<String> token, PrintStream out) {
    this(base, token, out, false);
  }

  private Smoke(URI base, Optional<String> token, PrintStream out, boolean hasBank) {
    this.base = base;
    this.token = token;
    this.out = out;
    this.hasBank = hasBank;
  }

  /** The same where the {@link Bank} charges, and payments time out after {@link #TIME_TO_PAY}. */
  public Smoke withTheBankAtHome() {
    return new Smoke(base, token, out, true);
  }

  /**
   * Walks through every command. What that leaves behind elsewhere, somebody must want: Maven,
   * which runs this, has a hand on what is typed, so they are asked by {@code deploy/gcloud/smoke}.
   *
   * @param isAgreed whether somebody does
   * @return whether all is well
   */
  public boolean walk(boolean isAgreed) {
    return visited(
        visitor -> {
          if (!isAgreed && !visitor.isAtHome()) {
            throw new Unexpected(
                "%s is not a system at home. %s Say --yes if that is what you want."
                    .formatted(base, whatStays()));
          }
          new Story(visitor, hasBank).tell();
        });
  }

  /** Looks at everything, and tries commands without having any carried out. */
  public boolean look() {
    return visited(visitor -> new Look(visitor).around());
  }

  /** What nobody can take back: the script shows the same file. */
  private static String whatStays() {
    try (var in = Smoke.class.getResourceAsStream("what-stays.txt")) {
      return new String(Objects.requireNonNull(in).readAllBytes(), StandardCharsets.UTF_8).strip();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private boolean visited(Consumer<Visitor> visit) {
    try (var visitor = new Visitor(base, token)) {
      try {
        visit.accept(visitor);
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
    if (seen.isEmpty()) {
      return;
    }
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
