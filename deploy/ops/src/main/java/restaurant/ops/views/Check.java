package restaurant.ops.views;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.operations.Finding;
import dev.eventfold.operations.Verifier;
import java.io.PrintWriter;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import restaurant.ops.Progress;

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

  /** What is wrong; more may be, where it is {@link Verifier#MOST}. */
  Set<Finding> verified() {
    var findings = findings();
    findings.forEach(finding -> out.println("  " + finding));
    return Set.copyOf(findings);
  }

  /** What is wrong and can't be repaired, as it is now; more may be, as above. */
  Set<Finding> repaired() {
    while (true) {
      var findings = findings();
      var left = verifier.repair(findings, read -> {});
      var reasons = new HashMap<QueryStore.Key, String>();
      left.forEach((finding, why) -> reasons.put(finding.key(), why));
      findings.forEach(
          it -> out.println("  " + it + " - " + reasons.getOrDefault(it.key(), "repaired")));
      // Where nothing could be repaired, the same would be found again, and nothing behind it.
      if (findings.size() < Verifier.MOST || left.size() == findings.size()) {
        return left.keySet();
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

  /** As it is told. */
  static String number(int findings) {
    return findings + (findings >= Verifier.MOST ? " or more" : "");
  }
}
