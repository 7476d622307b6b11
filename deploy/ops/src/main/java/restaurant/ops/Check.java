package restaurant.ops;

import dev.eventfold.operations.Finding;
import dev.eventfold.operations.Verifier;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verifies a view, and repairs it until nothing is found any more. A verifier tells {@link
 * Verifier#MOST} findings at a time, and no more are held: behind them there may be others.
 */
final class Check {

  private final String view;
  private final Verifier verifier;
  private final Optional<Instant> since;
  private final PrintWriter out;

  /**
   * @param since empty for everything
   */
  Check(String view, Verifier verifier, Optional<Instant> since, PrintWriter out) {
    this.view = view;
    this.verifier = verifier;
    this.since = since;
    this.out = out;
  }

  /** How many documents are wrong; so many or more, where it is {@link Verifier#MOST}. */
  int verified() {
    var findings = findings();
    findings.forEach(finding -> out.println("  " + finding));
    return findings.size();
  }

  /** How many documents are wrong and can't be mended; so many or more, as above. */
  int repaired() {
    while (true) {
      var findings = findings();
      var left = verifier.repair(findings, read -> {});
      findings.forEach(finding -> out.println("  " + finding + outcome(finding, left)));
      // Where nothing could be mended, the same would be found again, and nothing behind it.
      if (findings.size() < Verifier.MOST || left.size() == findings.size()) {
        return left.size();
      }
    }
  }

  private List<Finding> findings() {
    try (var progress = new Progress(view, " read", -1)) {
      var findings =
          since
              .map(time -> verifier.verify(time, progress::step))
              .orElseGet(() -> verifier.verify(progress::step));
      out.printf(
          "%-20s %s%n", view, findings.isEmpty() ? "right" : number(findings.size()) + " wrong");
      return findings;
    }
  }

  private static String outcome(Finding finding, Map<Finding, String> left) {
    return " - " + left.getOrDefault(finding, "mended");
  }

  /** As it is told. */
  static String number(int findings) {
    return findings + (findings >= Verifier.MOST ? " or more" : "");
  }
}
