package restaurant.ops.views;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.operations.Finding;
import dev.eventfold.operations.Verifier;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;
import restaurant.ops.Count;
import restaurant.ops.Found;
import restaurant.ops.Progress;

/**
 * Verifies a view, and repairs it until nothing is found any more. A verifier tells {@link
 * Verifier#MOST} findings at a time, and no more are held: behind them there may be others.
 */
final class Check {

  private final String view;
  private final Verifier verifier;
  private final Optional<Instant> since;
  private final Consumer<Found> tell;

  /**
   * @param since empty for everything
   */
  Check(String view, Verifier verifier, Optional<Instant> since, Consumer<Found> tell) {
    this.view = view;
    this.verifier = verifier;
    this.since = since;
    this.tell = tell;
  }

  /** What is wrong; more may be, where it is {@link Verifier#MOST}. */
  Set<Finding> verified() {
    var findings = findings();
    findings.forEach(finding -> tell.accept(WrongDocument.found(finding)));
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
          it ->
              tell.accept(WrongDocument.repaired(it, Optional.ofNullable(reasons.get(it.key())))));
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
      tell.accept(new CheckedView(view, wrong(findings.size())));
      return findings;
    }
  }

  static Count wrong(int findings) {
    return new Count(findings, findings >= Verifier.MOST);
  }

  /** How many of its documents are wrong. */
  private record CheckedView(String view, Count wrong) implements Found {

    @Override
    public String kind() {
      return "view";
    }

    @Override
    public String text() {
      return "%-20s %s".formatted(view, wrong.number() == 0 ? "right" : wrong + " wrong");
    }
  }
}
