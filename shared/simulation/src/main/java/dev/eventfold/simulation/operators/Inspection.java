package dev.eventfold.simulation.operators;

import static dev.eventfold.simulation.choices.Violation.violated;

import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.operations.Finding;
import dev.eventfold.operations.Verifier;
import dev.eventfold.simulation.Report;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.views.DamagedDocuments;
import dev.eventfold.simulation.views.Oracle;
import dev.eventfold.simulation.views.Verdict;
import dev.eventfold.simulation.world.World;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;

/** Holds what verify has found, and what repair has made of it, against what was there. */
public final class Inspection {

  /**
   * What somebody has verified and repaired.
   *
   * @param collection where the view was read when they began
   * @param moment that they looked at; null where they took none
   * @param late events that were decided up to then should have been applied
   * @param isNext whether the next version has judged it
   * @param left what could not be repaired, and why
   */
  public record Report(
      String collection,
      DocumentReader moment,
      Instant late,
      boolean isNext,
      List<Finding> found,
      Map<Finding, String> left) {}

  private final World world;
  private final Oracle oracle;
  private final Counters counters;
  private final DamagedDocuments damaged;

  public Inspection(World world, Oracle oracle, Counters counters, DamagedDocuments damaged) {
    this.world = world;
    this.oracle = oracle;
    this.counters = counters;
    this.damaged = damaged;
  }

  /**
   * @param begun when somebody began to verify
   */
  void check(Report report, Instant begun) {
    if (report.moment() == null) {
      throw violated("verify looks at one moment", "%s", report.collection());
    }
    var then = oracle.verdict(world.journal(), report.moment(), report.collection());
    var found = new HashSet<Key>();
    for (var finding : report.found()) {
      counters.add(Counters.Count.FINDINGS);
      found.add(key(finding));
      if (!isTrue(finding, then, report)) {
        throw violated("verify finds what is wrong alone", "%s", finding);
      }
    }
    boolean isCurrent = isCurrent(report.collection());
    for (var key : then.wrong()) {
      if (report.found().size() < Verifier.MOST && !found.contains(key)) {
        throw violated("verify finds all that is wrong", "%s", key);
      }
      if (isCurrent && !damaged.wasOpen(key, begun)) {
        throw violated("what nobody damages is right", "%s", key);
      }
    }
    if (isCurrent && !found.isEmpty()) {
      isRepaired(report, begun);
    }
    damaged.heal();
  }

  /**
   * The same when nothing else is under way: then all must be well.
   *
   * @param wasWell whether nothing can have been wrong
   */
  public void checkTheLast(Report report, Instant begun, boolean wasWell) {
    check(report, begun);
    if (!report.left().isEmpty() || wasWell && !report.found().isEmpty()) {
      throw violated("in the end, all is well", "%s", report);
    }
  }

  private boolean isCurrent(String collection) {
    return world.current(World.view(collection)).equals(collection);
  }

  private static Key key(Finding finding) {
    return new Key(finding.collection(), finding.document());
  }

  private static boolean isTrue(Finding finding, Verdict then, Report report) {
    var key = key(finding);
    boolean isWrong = then.wrong().contains(key);
    return switch (finding.kind()) {
      case DIFFERS, UNKNOWN -> isWrong;
      case MISSING -> isWrong || then.isLate(key, report.late());
      case BEHIND -> then.isLate(key, report.late());
      case UNREADABLE -> then.isBeyond(key, report.isNext());
      case STUCK -> !report.isNext() && then.waitsForTheNext(key);
      // Nobody here writes what no version can read.
      case CORRUPT, NO_EVENT -> false;
    };
  }

  private void isRepaired(Report report, Instant begun) {
    var now = oracle.verdict(world.journal(), world.views(), report.collection());
    for (var finding : report.found()) {
      var key = key(finding);
      if (!report.left().containsKey(finding)
          && now.wrong().contains(key)
          && !damaged.isHurtAfter(key, begun)) {
        throw violated("what is repaired is right", "%s", finding);
      }
    }
  }
}
