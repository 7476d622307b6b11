package restaurant.local.platform;

import com.google.cloud.firestore.Firestore;
import dev.eventfold.emulators.Emulators;
import dev.eventfold.emulators.Ports;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.firestore.EventDocument;
import dev.eventfold.gcp.firestore.FirestoreTrigger;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import restaurant.local.functions.StartFailed;

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
  private final Map<String, String> publishersTopics = new ConcurrentHashMap<>();
  private final List<EventWatch> watches = new ArrayList<>();
  private Optional<Firestore> watched = Optional.empty();

  private EmulatorPlatform(Emulators emulators, String project, int port, Deliveries.Manner manner)
      throws IOException {
    this.deliveries = new Deliveries(manner);
    this.emulators = emulators;
    this.project = project;
    this.port = port;
    this.topics = new EmulatorTopics(clients());
    this.callbacks =
        new EmulatorCallbacks(
            deliveries,
            (subscription, push) -> topics.deadLetter(subscription, push, manner.maxTries()),
            this::published);
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
        .map(emulators -> on(emulators, project, port, manner));
  }

  /** On the emulators of a source, if this machine has it. */
  static Optional<Platform> on(Emulators.Source source, String project, Deliveries.Manner manner) {
    int port = Ports.free();
    return Emulators.from(source, Optional.of(port))
        .map(emulators -> on(emulators, project, port, manner));
  }

  private static Platform on(
      Emulators emulators, String project, int port, Deliveries.Manner manner) {
    try {
      return new EmulatorPlatform(emulators, project, port, manner);
    } catch (IOException e) {
      emulators.close();
      throw new UncheckedIOException(e);
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
  public String description() {
    return emulators.description();
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

  private Clients clients() {
    return new Clients(
        project,
        "",
        Clients.eventStoreDatabaseSet(""),
        Optional.of(emulators.firestore()),
        Optional.of(emulators.pubsub()),
        List.of());
  }

  /** Firestore's emulator fires Eventarc triggers of its own. */
  private void trigger(FunctionSpec row) {
    var body = Json.TOLERANT.createObjectNode();
    body.put("eventType", FirestoreTrigger.CREATED);
    body.put("database", clients().eventStoreDatabase());
    body.putObject("document")
        .put("value", EventDocument.collection(row.service()) + "/{event}")
        .put("matchType", "PATH_PATTERN");
    var uri =
        "http://%s/emulator/v1/projects/%s/eventarcTrigger?eventarcTriggerId=%s"
            .formatted(emulators.firestore(), project, callbacks.triggerId(row.name()));
    var request =
        HttpRequest.newBuilder(URI.create(uri))
            .header("Authorization", "Bearer owner")
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(Json.text(body)))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new StartFailed(
            "The Firestore emulator refuses the trigger %s: %s"
                .formatted(row.name(), answer.body().strip()));
      }
    } catch (IOException e) {
      throw new StartFailed("The Firestore emulator does not answer: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new StartFailed("interrupted", e);
    }
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
    emulators.close();
  }
}
