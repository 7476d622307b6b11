package restaurant.local.platform;

import dev.eventfold.emulators.Emulators;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.metering.Meter;
import dev.eventfold.gcp.service.FunctionSpec;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import restaurant.local.functions.StartFailed;
import restaurant.ops.letters.DeadLetterQueue;

/** What stands in for Google Cloud: stores, triggers and the bus. */
public interface Platform extends AutoCloseable {

  /** Which one to start. */
  enum Choice {
    AUTO,
    MEMORY,
    SDK,
    DOCKER,
    ENV
  }

  /**
   * @param data keeps what is in the emulators from one run to the next
   * @throws StartFailed this machine has none such
   */
  static Platform start(
      Choice choice, String project, Deliveries.Manner deliveries, Optional<DataFolder> data) {
    return data.map(folder -> keeping(folder, choice, project, deliveries))
        .orElseGet(() -> start(choice, project, deliveries));
  }

  /** Only an emulator that the run starts, on this machine's files, can be saved and loaded. */
  private static Platform keeping(
      DataFolder folder, Choice choice, String project, Deliveries.Manner deliveries) {
    return Optional.of(choice)
        .filter(it -> it == Choice.AUTO || it == Choice.SDK)
        .flatMap(it -> EmulatorPlatform.keeping(folder, project, deliveries))
        .orElseThrow(
            () ->
                new StartFailed(
                    "--data needs the emulators of a Google Cloud SDK: what is in memory or in"
                        + " Docker ends with the run, and emulators of the environment keep their"
                        + " data themselves."));
  }

  private static Platform start(Choice choice, String project, Deliveries.Manner deliveries) {
    return switch (choice) {
      case MEMORY -> new MemoryPlatform(project, deliveries);
      case AUTO ->
          EmulatorPlatform.onFirst(project, deliveries)
              .orElseGet(() -> new MemoryPlatform(project, deliveries));
      case ENV ->
          EmulatorPlatform.on(Emulators.Source.ENV, project, deliveries)
              .orElseThrow(
                  () ->
                      new StartFailed(
                          "FIRESTORE_EMULATOR_HOST and PUBSUB_EMULATOR_HOST are not set."));
      case SDK ->
          EmulatorPlatform.on(Emulators.Source.SDK, project, deliveries)
              .orElseThrow(
                  () ->
                      new StartFailed(
                          "There is no Google Cloud SDK with the Firestore and Pub/Sub emulators"
                              + " here."));
      case DOCKER ->
          EmulatorPlatform.on(Emulators.Source.DOCKER, project, deliveries)
              .orElseThrow(() -> new StartFailed("There is no Docker engine here."));
    };
  }

  /** The settings that functions in other processes need, by the names of environment variables. */
  Map<String, String> settings();

  /** One line for people. */
  String description();

  /** Whether other processes can use it. */
  boolean isShared();

  /** Has a function called for what it is there for: its trigger or its subscription. */
  void connect(FunctionSpec row, URI function);

  /** What functions in this process use. */
  Backend functionBackend();

  /** Counts what Google would bill for that; empty where it would bill nothing. */
  Optional<Meter> meter();

  /** The stores that its functions have, for an operator: no meter counts what is done there. */
  Backend backend();

  /** What a subscriber gave up on. */
  DeadLetterQueue.Mailbox deadLetters(FunctionSpec subscriber);

  /** What brings events to functions. */
  Deliveries deliveries();

  /** Why it does not work any more; empty while it does. */
  Optional<String> failure();

  @Override
  void close();
}
