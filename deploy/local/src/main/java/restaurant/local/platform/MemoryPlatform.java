package restaurant.local.platform;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.gcp.service.FunctionSpec;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Everything in memory: for machines without emulators. */
final class MemoryPlatform implements Platform {

  private final String name = "memory-" + UUID.randomUUID();
  private final String project;
  private final Deliveries deliveries;
  private final Map<String, URI> publishers = new ConcurrentHashMap<>();
  private final Map<FunctionSpec, URI> subscribed = new ConcurrentHashMap<>();

  MemoryPlatform(String project, Deliveries.Manner manner) {
    this.project = project;
    deliveries = new Deliveries(manner);
    new MemoryBackend(this::created, this::published).register(name);
  }

  private void created(RecordedEvent event) {
    deliveries.trigger(publishers.get(event.service()), TriggerMessage.of(project, event));
  }

  private void published(RecordedEvent event) {
    subscribed.forEach(
        (row, function) -> {
          if (row.topic().equals(Optional.of(event.service() + "-events"))) {
            deliveries.push(function, Push.of(EventMessage.push(row.name(), event)), () -> {});
          }
        });
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(MemoryBackend.SETTING, name);
  }

  @Override
  public String description() {
    return "everything in memory: nothing is kept";
  }

  @Override
  public boolean isShared() {
    return false;
  }

  @Override
  public void connect(FunctionSpec row, URI function) {
    switch (row.kind()) {
      case PUBLISHER -> publishers.put(row.service(), function);
      case PROJECTOR, REACTOR, ERASER -> subscribed.put(row, function);
      case COMMANDS, QUERIES, TIMER, RECONCILER -> {
        // The gateway and the clock call them.
      }
    }
  }

  @Override
  public Deliveries deliveries() {
    return deliveries;
  }

  @Override
  public Optional<String> failure() {
    return Optional.empty();
  }

  @Override
  public void close() {
    deliveries.close();
    MemoryBackend.forget(name);
  }
}
