package dev.eventfold.processes;

import dev.eventfold.commands.CommandHandler;
import dev.eventfold.commands.CommandRequest;
import dev.eventfold.commands.CommandResult;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.Ids;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.store.EventStore;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.OptionalLong;

/**
 * What the process of a service runs with, and how it carries out what follows from events.
 *
 * @param events the service's own
 * @param lease for how long who asks the outside is left alone at first
 * @param parallel how what has come due is done
 */
record ProcessContext<C, E>(
    String service,
    Process<C, E> process,
    CommandHandler<C, E, ?> handler,
    EventStore events,
    QueryStore views,
    Outside outside,
    InstantSource clock,
    Duration lease,
    Parallel parallel,
    ProcessManager.Witness witness) {

  ProcessContext<C, E> telling(ProcessManager.Witness other) {
    return new ProcessContext<>(
        service, process, handler, events, views, outside, clock, lease, parallel, other);
  }

  ProcessContext<C, E> leasing(Duration first) {
    return new ProcessContext<>(
        service, process, handler, events, views, outside, clock, first, parallel, witness);
  }

  ProcessContext<C, E> parallel(Parallel other) {
    return new ProcessContext<>(
        service, process, handler, events, views, outside, clock, lease, other, witness);
  }

  /** In microseconds: what every store keeps. */
  Instant now() {
    return clock.instant().truncatedTo(ChronoUnit.MICROS);
  }

  /** Whose doing it is, where nobody decided anything. */
  String actor() {
    return "service:" + service;
  }

  /** The id of what follows from an event under this name. */
  String id(String name, String eventId) {
    return id(service, name, eventId);
  }

  static String id(String service, String name, String eventId) {
    return Ids.following(eventId, service + "/" + name);
  }

  boolean isDone(String stream, String commandId) {
    return !events.readCommand(stream, commandId).isEmpty();
  }

  CommandResult carryOut(CommandOn<C> command, String id, RecordedEvent because, String actor) {
    var metadata = because.metadata();
    return carryOut(
        command, id, because.id(), metadata.correlationId(), metadata.traceparent(), actor);
  }

  CommandResult carryOut(
      CommandOn<C> command,
      String id,
      String eventId,
      String correlationId,
      String traceparent,
      String actor) {
    // Of one id there is one command only, whatever a later version makes of its event.
    var metadata = new Metadata(id, Ids.hash(id), correlationId, eventId, traceparent, actor);
    return handler.handle(
        new CommandRequest<>(
            command.stream(),
            command.creates(),
            OptionalLong.empty(),
            false,
            command.command(),
            metadata));
  }
}
