package restaurant.local.platform;

import com.google.cloud.firestore.Firestore;
import dev.eventfold.emulators.Emulators;
import dev.eventfold.emulators.Ports;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.firestore.EventDocument;
import dev.eventfold.gcp.firestore.FirestoreTrigger;
import dev.eventfold.gcp.metering.Meter;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.json.Json;
import io.grpc.ClientInterceptor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import restaurant.local.functions.StartFailed;
import restaurant.ops.letters.DeadLetterQueue;

/** The Firestore and Pub/Sub emulators, with triggers and push subscriptions. */
public final class EmulatorPlatform implements Platform {

  /** Few: for each write the emulator sorts all that a projector may show. */
  private static final int EVENTS_PER_LISTENER = 200;

  private final Deliveries deliveries;
  private final EmulatorCallbacks callbacks;
  private final Emulators emulators;
  private final String project;
  private final int port;
  private final EmulatorTopics topics;
  private final EmulatorPulls pulls;
  private final Backend backend;
  private final Meter meter = new Meter();
  private final Map<String, String> publishersTopics = new ConcurrentHashMap<>();
  private final Optional<DataFolder> data;
  private final List<EventWatch> watches = new ArrayList<>();
  private Optional<Firestore> watched = Optional.empty();

  private EmulatorPlatform(
      Emulators emulators,
      String project,
      int port,
      Deliveries.Manner manner,
      Optional<DataFolder> data)
      throws IOException {
    this.deliveries = new Deliveries(manner);
    this.emulators = emulators;
    this.project = project;
    this.port = port;
    this.data = data;
    // Before there are triggers, which must not fire for what has happened long ago.
    data.ifPresent(folder -> folder.load(api()));
    this.topics = new EmulatorTopics(clients());
    this.callbacks =
        new EmulatorCallbacks(
            deliveries,
            (subscription, push) -> topics.deadLetter(subscription, push, manner.maxTries()),
            this::published);
    this.backend = new GoogleBackend(clients());
    this.pulls = new EmulatorPulls(clients(), callbacks::deliverPush);
    callbacks.listen("127.0.0.1", port);
    if (emulators.extraListenAddress().isPresent()) {
      callbacks.listen(emulators.extraListenAddress().get(), port);
    }
  }

  /** On the first emulators that this machine has. */
  static Optional<Platform> onFirst(String project, Deliveries.Manner manner) {
    int port = Ports.free();
    return Emulators.first(Optional.of(port))
        .map(emulators -> on(emulators, project, port, manner, Optional.empty()));
  }

  /** On the emulators of a source, if this machine has it. */
  static Optional<Platform> on(Emulators.Source source, String project, Deliveries.Manner manner) {
    return on(source, project, manner, Optional.empty());
  }

  /** On those of an SDK, if this machine has it, with what is in the folder. */
  static Optional<Platform> keeping(DataFolder folder, String project, Deliveries.Manner manner) {
    return on(Emulators.Source.SDK, project, manner, Optional.of(folder));
  }

  private static Optional<Platform> on(
      Emulators.Source source,
      String project,
      Deliveries.Manner manner,
      Optional<DataFolder> data) {
    int port = Ports.free();
    return Emulators.from(source, Optional.of(port))
        .map(emulators -> on(emulators, project, port, manner, data));
  }

  private static Platform on(
      Emulators emulators,
      String project,
      int port,
      Deliveries.Manner manner,
      Optional<DataFolder> data) {
    try {
      return new EmulatorPlatform(emulators, project, port, manner, data);
    } catch (IOException e) {
      emulators.close();
      throw new UncheckedIOException(e);
    } catch (StartFailed e) {
      emulators.close();
      throw e;
    }
  }

  @Override
  public Map<String, String> settings() {
    return Map.of(
        "FIRESTORE_EMULATOR_HOST",
        emulators.firestore(),
        "PUBSUB_EMULATOR_HOST",
        emulators.pubsub());
  }

  @Override
  public Backend functionBackend() {
    return GoogleBackend.shared(clients(List.of(meter)));
  }

  @Override
  public Optional<Meter> meter() {
    return Optional.of(meter);
  }

  @Override
  public String description() {
    return data.map(folder -> emulators.description() + "; data in " + folder)
        .orElse(emulators.description());
  }

  @Override
  public boolean isShared() {
    return true;
  }

  @Override
  public void connect(FunctionSpec row, URI function) {
    callbacks.route(row.name(), function);
    switch (row.kind()) {
      case PUBLISHER -> {
        topics.topic(row.topic().orElseThrow());
        publishersTopics.put(row.name(), row.topic().orElseThrow());
        if (emulators.source() == Emulators.Source.ENV) {
          watch(row);
        } else {
          trigger(row);
        }
      }
      case PROJECTOR, REACTOR, ERASER -> {
        topics.pushSubscription(
            row.name(),
            row.topic().orElseThrow(),
            "http://%s:%d%s"
                .formatted(
                    emulators.hostSeenFromEmulators(), port, callbacks.pushPath(row.name())));
        pulls.follow(row.topic().orElseThrow(), row.name());
      }
      case COMMANDS, QUERIES, TIMER, RECONCILER -> {
        // The gateway and the clock call them.
      }
    }
  }

  /** A publisher has done what it is there for. */
  private void published(String publisher) {
    pulls.published(publishersTopics.get(publisher));
  }

  /** For tests that make them suffer. */
  public Emulators emulators() {
    return emulators;
  }

  /** What the run itself reads is not for the meter. */
  private Clients clients() {
    return clients(List.of());
  }

  private Clients clients(List<ClientInterceptor> interceptors) {
    return new Clients(
        project,
        "",
        Clients.eventStoreDatabaseSet(""),
        Optional.of(emulators.firestore()),
        Optional.of(emulators.pubsub()),
        interceptors);
  }

  /** Firestore's emulator fires Eventarc triggers of its own. */
  private void trigger(FunctionSpec row) {
    var trigger = Json.TOLERANT.createObjectNode();
    trigger.put("eventType", FirestoreTrigger.CREATED);
    trigger.put("database", clients().eventStoreDatabase());
    trigger
        .putObject("document")
        .put("value", EventDocument.collection(row.service()) + "/{event}")
        .put("matchType", "PATH_PATTERN");
    api().trigger(callbacks.triggerId(row.name()), trigger);
  }

  private EmulatorApi api() {
    return new EmulatorApi(emulators.firestore(), project);
  }

  /** An emulator that somebody else started was not told where to send triggers. */
  private void watch(FunctionSpec row) {
    if (watches.stream().anyMatch(watch -> watch.service().equals(row.service()))) {
      return;
    }
    var firestore = watched.orElseGet(() -> clients().eventStore());
    watched = Optional.of(firestore);
    watches.add(
        new EventWatch(
            firestore,
            row.service(),
            EVENTS_PER_LISTENER,
            event -> callbacks.deliverTrigger(row.name(), TriggerMessage.of(project, event))));
  }

  @Override
  public Backend backend() {
    return backend;
  }

  @Override
  public DeadLetterQueue.Mailbox deadLetters(FunctionSpec subscriber) {
    return topics.mailbox(subscriber.name());
  }

  @Override
  public Deliveries deliveries() {
    return deliveries;
  }

  @Override
  public Optional<String> failure() {
    return emulators.failure();
  }

  @Override
  public void close() {
    callbacks.close();
    pulls.close();
    deliveries.close();
    topics.close();
    watches.forEach(EventWatch::close);
    watched.ifPresent(Firestore::shutdownNow);
    try {
      data.ifPresent(folder -> folder.save(api(), clients().databases()));
    } finally {
      emulators.close();
    }
  }
}
