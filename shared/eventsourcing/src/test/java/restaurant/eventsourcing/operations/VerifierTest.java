package restaurant.eventsourcing.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import restaurant.eventsourcing.Tab;
import restaurant.eventsourcing.UnreadableEvent;

class VerifierTest {

  private final Bar bar = new Bar();

  @Test
  void aViewThatIsTheFoldOfItsEventsIsRight() {
    assertEquals(List.of(), bar.findings());
  }

  @Test
  void tenDamagedDocumentsAreNamedAndMendedAndNoOther() {
    bar.damage("bills", "tab-01", 2, Optional.of("{\"table\":\"7\",\"drinks\":9}"));
    bar.damage("bills", "tab-02", 3, Optional.of("{\"table\":\"8\",\"drinks\":2}"));
    bar.damage("bills", "tab-03", 9, Optional.of("{\"table\":\"7\",\"drinks\":3}"));
    bar.damage("bills", "tab-04", 1, Optional.of("{\"table\":\"7\",\"drinks\":4}"));
    bar.damage("bills", "tab-05", 0, Optional.empty());
    bar.damage("bills", "nobody", 1, Optional.of("{\"table\":\"7\",\"drinks\":0}"));
    bar.damage("bills", "tab-07", 1, Optional.of("{\"table\":\"7\",\"drinks\":0}"));
    bar.damage("tables", "table-7", 0, Optional.of("{\"drinks\":1}"));
    bar.damage("log", "tab-08-event-1", 1, Optional.of("{\"table\":\"1\",\"drinks\":0}"));
    bar.damage("log", "nobody", 1, Optional.of("{\"table\":\"7\",\"drinks\":0}"));

    var findings = bar.findings();
    assertEquals(
        Set.of(
            "bills/tab-01 differs: drinks",
            "bills/tab-02 differs: table",
            "bills/tab-03 differs: version",
            "bills/tab-04 differs: drinks",
            "bills/tab-05 missing",
            "bills/nobody unknown",
            "bills/tab-07 behind",
            "tables/table-7 differs: drinks",
            "log/tab-08-event-1 differs: table",
            "log/nobody unknown"),
        findings.stream().map(Finding::toString).collect(Collectors.toSet()));

    for (var feed : Bar.FEEDS) {
      var verifier = bar.verifier(feed);
      verifier.verify(read -> {}).forEach(verifier::repair);
    }
    assertEquals(List.of(), bar.findings());
  }

  @Test
  void aCheckpointThatWasSetBackIsFoundBeforeAnythingIsAppliedTwice() {
    bar.damage("tables-checkpoints", "bar~tab-05", 2, Optional.empty());
    var findings = bar.findings();
    assertEquals(
        List.of("tables/table-7 differs: drinks"),
        findings.stream().map(Finding::toString).toList());
    var verifier = bar.verifier(Tab.TABLES);
    verifier.verify(read -> {}).forEach(verifier::repair);
    assertEquals(List.of(), bar.findings());
    bar.deliver(bar.tabs.get(5));
    assertEquals(List.of(), bar.findings());
  }

  @Test
  void aYoungEventIsAllowedToBeOnItsWay() {
    var young = Tab.recorded("tab-05", 7, "drunk", "{\"number\":6}");
    var late =
        new restaurant.eventsourcing.RecordedEvent(
            young.id(),
            young.service(),
            young.stream(),
            young.version(),
            young.type(),
            young.schema(),
            Tab.NOON.plusSeconds(3599),
            young.payload(),
            young.metadata());
    bar.events.append(List.of(late), List.of());
    assertEquals(
        List.of(), bar.findings().stream().filter(f -> !f.collection().equals("log")).toList());
  }

  @Test
  void whatCannotBeReadLeavesItsViewBehindAndRepairSaysWhy() {
    bar.events.append(
        List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":\"six\"}")), List.of());
    assertEquals(
        List.of("bills/tab-05 behind"),
        bar.verifier(Tab.BILLS).verify(read -> {}).stream().map(Finding::toString).toList());
    var verifier = bar.verifier(Tab.BILLS);
    var finding = verifier.verify(read -> {}).getFirst();
    assertThrows(UnreadableEvent.class, () -> verifier.repair(finding));
  }
}
