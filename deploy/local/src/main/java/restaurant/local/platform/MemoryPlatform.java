package restaurant.local.platform;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.metering.Meter;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.gcp.service.FunctionSpec;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import restaurant.local.operator.MemoryMailbox;

/** Everything in memory: for machines without emulators. */
final class MemoryPlatform implements Platform {

  private final String project;
  private final Deliveries deliveries;
  private final MemoryBackend backend = new MemoryBackend(this::created, this::published);
  private final Map<String, URI> publishers = new ConcurrentHashMap<>();
  private final Map<FunctionSpec, URI> subscribed = new ConcurrentHashMap<>();
  private final Map<FunctionSpec, MemoryMailbox> letters = new ConcurrentHashMap<>();

  MemoryPlatform(String project, Deliveries.Manner manner) {
    this.project = project;
    deliveries = new Deliveries(manner);
  }

  private void created(RecordedEvent event) {
    deliveries.trigger(publishers.get(event.service()), TriggerMessage.of(project, event));
  }

  private void published(RecordedEvent event) {
    toSubscribers(
        event.service() + "-events", row -> Push.of(EventMessage.push(row.name(), event)));
  }

  private void toSubscribers(String topic, Function<FunctionSpec, Push> push) {
    subscribed.keySet().stream()
        .filter(row -> row.topic().equals(Optional.of(topic)))
        .forEach(row -> deliver(row, push.apply(row)));
  }

  private void deliver(FunctionSpec row, Push push) {
    int tries = deliveries.manner().maxTries();
    deliveries.push(
        subscribed.get(row),
        push,
        () -> deadLetters(row).add(push.deadLetter(project, row.name(), tries)));
  }

  @Override
  public Map<String, String> settings() {
    return Map.of();
  }

  @Override
  public Backend functionBackend() {
    return backend;
  }

  @Override
  public Optional<Meter> meter() {
    return Optional.empty();
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
  public Backend backend() {
    return backend;
  }

  @Override
  public MemoryMailbox deadLetters(FunctionSpec subscriber) {
    return letters.computeIfAbsent(
        subscriber,
        row ->
            new MemoryMailbox(
                message ->
                    toSubscribers(row.topic().orElseThrow(), to -> Push.of(to.name(), message))));
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
  }
}
