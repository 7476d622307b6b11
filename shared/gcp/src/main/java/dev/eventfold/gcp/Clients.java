package dev.eventfold.gcp;

import com.google.api.gax.core.NoCredentialsProvider;
import com.google.api.gax.grpc.InstantiatingGrpcChannelProvider;
import com.google.api.gax.retrying.RetrySettings;
import com.google.cloud.ServiceOptions;
import com.google.cloud.firestore.Firestore;
import com.google.cloud.firestore.FirestoreOpenTelemetryOptions;
import com.google.cloud.firestore.FirestoreOptions;
import com.google.cloud.pubsub.v1.Publisher;
import com.google.cloud.pubsub.v1.SubscriptionAdminClient;
import com.google.cloud.pubsub.v1.SubscriptionAdminSettings;
import com.google.cloud.pubsub.v1.TopicAdminClient;
import com.google.cloud.pubsub.v1.TopicAdminSettings;
import com.google.pubsub.v1.TopicName;
import dev.eventfold.gcp.tracing.Tracing;
import io.grpc.ClientInterceptor;
import io.grpc.ManagedChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * Makes Google's clients: for the cloud, or for the emulators where the settings name them.
 *
 * @param project the project's id
 * @param environment with which all names begin, so that a project has room for several; or ""
 * @param eventStoreDatabase the name of the database that has the events
 * @param firestoreEmulator {@code host:port}
 * @param pubsubEmulator {@code host:port}
 * @param interceptors see every call to Firestore, and what is published: {@link
 *     dev.eventfold.gcp.metering.Meter} counts what it costs. With the emulators only
 */
public record Clients(
    String project,
    String environment,
    String eventStoreDatabase,
    Optional<String> firestoreEmulator,
    Optional<String> pubsubEmulator,
    List<ClientInterceptor> interceptors) {

  /** The setting for the environment: none if it is not set. */
  public static final String ENVIRONMENT = "ENVIRONMENT";

  /** The setting for the event store's database: a backup may be restored under another name. */
  public static final String EVENT_STORE_DATABASE = "EVENT_STORE_DATABASE";

  /**
   * No call may outlast this, retries and all: a function's caller is waiting. (Pub/Sub's client
   * takes no less.)
   */
  public static final Duration DEADLINE = Duration.ofSeconds(10);

  private static final RetrySettings RETRIES =
      RetrySettings.newBuilder()
          .setInitialRetryDelayDuration(Duration.ofMillis(50))
          .setRetryDelayMultiplier(2)
          .setMaxRetryDelayDuration(Duration.ofSeconds(1))
          .setInitialRpcTimeoutDuration(Duration.ofSeconds(5))
          .setMaxRpcTimeoutDuration(Duration.ofSeconds(5))
          .setTotalTimeoutDuration(DEADLINE)
          .build();

  /** With the environment and the event store that the settings name. */
  public Clients(
      String project,
      Optional<String> firestoreEmulator,
      Optional<String> pubsubEmulator,
      List<ClientInterceptor> interceptors) {
    this(
        project,
        environmentSet(),
        eventStoreDatabaseSet(environmentSet()),
        firestoreEmulator,
        pubsubEmulator,
        interceptors);
  }

  public static String environmentSet() {
    return Settings.get(ENVIRONMENT).orElse("");
  }

  public static String eventStoreDatabaseSet(String environment) {
    return Settings.get(EVENT_STORE_DATABASE).orElseGet(() -> named("eventstore", environment));
  }

  /** The name of a topic, subscription or database in this environment. */
  public String named(String name) {
    return named(name, environment);
  }

  public static String named(String name, String environment) {
    return environment.isEmpty() ? name : environment + "-" + name;
  }

  public static Clients fromSettings() {
    return new Clients(
        Settings.get("GOOGLE_CLOUD_PROJECT").orElseGet(ServiceOptions::getDefaultProjectId),
        Settings.get("FIRESTORE_EMULATOR_HOST"),
        Settings.get("PUBSUB_EMULATOR_HOST"),
        List.of());
  }

  public Firestore eventStore() {
    return firestore(eventStoreDatabase);
  }

  public Firestore views() {
    return firestore(named("views"));
  }

  /** The keys of persons. */
  public Firestore keys() {
    return firestore(named("keys"));
  }

  /**
   * The names of all databases, in the order to copy them in: whatever a copy has follows from
   * events that it has, too, and opens with keys that it has.
   */
  public List<String> databases() {
    return List.of(named("views"), eventStoreDatabase, named("keys"));
  }

  private Firestore firestore(String database) {
    var options =
        FirestoreOptions.newBuilder()
            .setProjectId(project)
            .setDatabaseId(database)
            .setRetrySettings(RETRIES);
    Tracing.current()
        .telemetry()
        .ifPresent(
            telemetry ->
                options.setOpenTelemetryOptions(
                    FirestoreOpenTelemetryOptions.newBuilder()
                        .setOpenTelemetry(telemetry)
                        .build()));
    firestoreEmulator.ifPresent(
        host ->
            options
                .setHost(host)
                .setCredentials(new FirestoreOptions.EmulatorCredentials())
                .setChannelProvider(plaintext(host, interceptors)));
    return options.build().getService();
  }

  /** A publisher to one topic. */
  public Publisher publisher(String topic) {
    var publisher =
        Publisher.newBuilder(TopicName.of(project, topic))
            .setRetrySettings(RETRIES)
            // One event a call, and its caller waits: there is nothing to collect.
            .setBatchingSettings(
                Publisher.Builder.getDefaultBatchingSettings().toBuilder()
                    .setElementCountThreshold(1L)
                    .build());
    Tracing.current()
        .telemetry()
        .ifPresent(
            telemetry -> publisher.setOpenTelemetry(telemetry).setEnableOpenTelemetryTracing(true));
    pubsubEmulator.ifPresent(
        host ->
            publisher
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setChannelProvider(plaintext(host, interceptors)));
    try {
      return publisher.build();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client for making and reading topics. */
  public TopicAdminClient topics() {
    var settings = TopicAdminSettings.newBuilder();
    pubsubEmulator.ifPresent(
        host ->
            settings
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(plaintext(host, List.of())));
    try {
      return TopicAdminClient.create(settings.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** A client for making and reading subscriptions, and for pulling from them. */
  public SubscriptionAdminClient subscriptions() {
    var settings = SubscriptionAdminSettings.newBuilder();
    pubsubEmulator.ifPresent(
        host ->
            settings
                .setCredentialsProvider(NoCredentialsProvider.create())
                .setTransportChannelProvider(plaintext(host, List.of())));
    try {
      return SubscriptionAdminClient.create(settings.build());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  @SuppressWarnings("rawtypes") // Gax has it so.
  private static InstantiatingGrpcChannelProvider plaintext(
      String host, List<ClientInterceptor> interceptors) {
    return InstantiatingGrpcChannelProvider.newBuilder()
        .setEndpoint(host)
        .setInterceptorProvider(() -> interceptors)
        .setChannelConfigurator(ManagedChannelBuilder::usePlaintext)
        .build();
  }
}
