package dev.eventfold.gcp.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.gcp.delivery.HttpProjector;
import dev.eventfold.gcp.delivery.HttpReactor;
import dev.eventfold.gcp.delivery.HttpTimer;
import dev.eventfold.gcp.processes.Memory;
import dev.eventfold.gcp.processes.Pickups;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What follows from the definition of a service that has a process. */
class ServiceTest {

  private final Pickups pickups = new Pickups("pickups", "parcels");
  private final Service service = pickups.service();
  private final Memory memory = new Memory();

  private static List<String> lines(List<FunctionSpec> functions) {
    return functions.stream()
        .map(it -> "%s %s %s".formatted(it.name(), it.kind(), it.topic().orElse("-")))
        .toList();
  }

  @Test
  void aProcessHasAReactorForEachSourceATimerAndAViewOfItsDeadlines() {
    assertEquals(
        List.of(
            "pickups-publisher PUBLISHER pickups-events",
            "pickups-deadlines PROJECTOR pickups-events",
            "pickups-on-parcels REACTOR parcels-events",
            "pickups-on-pickups REACTOR pickups-events",
            "pickups-timer TIMER -",
            "pickups-reconciler RECONCILER -"),
        lines(service.functions()));
    assertEquals(Optional.of("pickups-deadlines"), service.pending());
  }

  @Test
  void itsClockLooksThroughIndexes() {
    assertEquals(
        Map.of(
            "pickups-deadlines",
            List.of(List.of("shard", "due"), List.of("missed")),
            "pickups-effects",
            List.of(List.of("leasedUntil"), List.of("state"))),
        pickups.process().indexes("pickups"));
  }

  @Test
  void eachIsMadeByItsName() {
    assertInstanceOf(HttpReactor.class, service.http("pickups-on-parcels", memory));
    assertInstanceOf(HttpReactor.class, service.http("pickups-on-pickups", memory));
    assertInstanceOf(HttpProjector.class, service.http("pickups-deadlines", memory));
    assertInstanceOf(HttpTimer.class, service.http("pickups-timer", memory));
    var none = assertThrows(IllegalArgumentException.class, () -> service.http("x", memory));
    assertTrue(none.getMessage().contains("pickups-timer"), none::getMessage);
  }

  @Test
  void withoutAProcessThereIsNothingToRun() {
    var plain = Service.named("plain").runAs(ServiceFunction.class);
    assertEquals(List.of("plain-reconciler RECONCILER -"), lines(plain.functions()));
    assertEquals(Optional.empty(), plain.manager(memory));
    assertEquals(Optional.empty(), plain.pending());
  }

  /** Its commands are decided by somebody. */
  @Test
  void aServiceThatDoesNotDecideHasNoProcess() {
    var builder = Service.named("plain").runs(pickups.process());
    var refused =
        assertThrows(IllegalArgumentException.class, () -> builder.runAs(ServiceFunction.class));
    assertEquals("plain: a service with a process decides", refused.getMessage());
  }

  @Test
  void reactorsAreSubscribedToTheirSources() {
    var parcels = Service.named("parcels").runAs(ServiceFunction.class);
    var system = Topology.of(parcels, service);
    assertEquals(
        List.of("pickups-on-parcels REACTOR parcels-events"),
        lines(system.subscribers(parcels).toList()));
    assertEquals(
        List.of(
            "pickups-deadlines PROJECTOR pickups-events",
            "pickups-on-pickups REACTOR pickups-events"),
        lines(system.subscribers(service).toList()));
    assertEquals(List.of("pickups-deadlines"), List.copyOf(system.views().keySet()));
  }
}
