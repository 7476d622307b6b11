package dev.eventfold.gcp.processes;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.commands.CommandHandler;
import dev.eventfold.concurrent.RetryPolicy;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.firestore.Emulated;
import dev.eventfold.gcp.http.Parcels;
import dev.eventfold.gcp.processes.Pickups.Command;
import dev.eventfold.gcp.processes.Pickups.Event;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Outside;
import dev.eventfold.processes.Process;
import dev.eventfold.processes.ProcessManager;
import io.grpc.ClientInterceptor;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;

/** Pickups by parcels in collections of their own, and the instances that follow them. */
final class PickupsOnEmulators {

  final Backend backend;
  final Pickups pickups =
      new Pickups("pickups-" + UUID.randomUUID(), "parcels-" + UUID.randomUUID());
  final Parcels parcels;

  /** The keys of what was asked, in turn. */
  final List<String> asked = new CopyOnWriteArrayList<>();

  /** Does what it is asked, unless told otherwise. */
  volatile Outside world = (effect, key, request) -> receipt();

  private volatile Instant now = Instant.now().truncatedTo(ChronoUnit.MICROS);

  /**
   * @param interceptors see every call
   */
  PickupsOnEmulators(List<ClientInterceptor> interceptors) {
    backend = Emulated.backend(interceptors);
    parcels =
        new Parcels(pickups.source(), backend.eventStore(pickups.source()), backend.queryStore());
  }

  static JsonNode receipt() {
    return Json.TOLERANT.createObjectNode().put("receipt", "R1");
  }

  static Outside unanswered() {
    return (effect, key, request) -> {
      throw new Outside.Unanswered("no answer", null);
    };
  }

  Process<Command, Event> offers() {
    return Pickups.nothing().reacting(pickups.offer());
  }

  Process<Command, Event> deadlines() {
    return offers().waking(Pickups.WEEK);
  }

  Process<Command, Event> charges() {
    return offers().asking(Pickups.CHARGE);
  }

  /** A new instance of a function. */
  ProcessManager<Command, Event> instance(Process<Command, Event> process) {
    var service = pickups.name();
    var handler =
        CommandHandler.of(service, Pickups.AGGREGATE, backend.eventStore(service))
            .snapshots(backend.queryStore())
            .clock(this::now)
            .retries(RetryPolicy.RACES.with(attempt -> {}));
    return new ProcessManager<>(
        service, process, handler, backend, backend.queryStore(), this::ask, this::now);
  }

  private JsonNode ask(String effect, String key, JsonNode request) {
    asked.add(key);
    return world.ask(effect, key, request);
  }

  Instant now() {
    return now;
  }

  void later(Duration time) {
    now = now.plus(time);
  }

  /** A parcel comes to a place; the version counts them. */
  RecordedEvent came(String parcel, int version) {
    parcels.append(parcel, "ann", version, version);
    return event(pickups.source(), parcel, version);
  }

  RecordedEvent pickup(String parcel, int version) {
    return event(pickups.name(), parcel, version);
  }

  private RecordedEvent event(String service, String stream, int version) {
    return backend.eventStore(service).readRange(stream, version, version).getFirst();
  }

  /** Sets the deadline of an event. */
  void project(RecordedEvent event) {
    deadlines()
        .pending(pickups.name())
        .orElseThrow()
        .projector(
            backend.eventStore(pickups.name()), backend.queryStore(), attempt -> {}, this::now)
        .on(event);
  }

  ProcessManager.Report tick(ProcessManager<Command, Event> instance) {
    return instance.tick(now.plusSeconds(60));
  }
}
