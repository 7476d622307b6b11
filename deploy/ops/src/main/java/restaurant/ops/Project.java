package restaurant.ops;

import com.google.pubsub.v1.SubscriptionName;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.Settings;
import dev.eventfold.operations.Patience;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** Where a command works. */
public final class Project {

  @Spec(Spec.Target.MIXEE)
  private CommandSpec command;

  @Option(
      names = "--project",
      paramLabel = "ID",
      description = "The Google Cloud project (default: GOOGLE_CLOUD_PROJECT).")
  private Optional<String> id = Optional.empty();

  @Option(
      names = "--env",
      paramLabel = "NAME",
      description = "The environment, if the project has several (default: ENVIRONMENT).")
  private String environment = Clients.environmentSet();

  /** That of deploy/gcloud: an account's id has no room for more. */
  private static final Pattern ENVIRONMENT = Pattern.compile("([a-z][a-z0-9]{0,7})?");

  @Option(
      names = "--event-store",
      paramLabel = "DATABASE",
      description =
          "The database that has the events (default: EVENT_STORE_DATABASE, or eventstore, after the name of the environment).")
  private Optional<String> eventStore = Optional.empty();

  private Clients clients;

  public String id() {
    return id.or(() -> Settings.get("GOOGLE_CLOUD_PROJECT"))
        .orElseThrow(
            () ->
                new ParameterException(
                    command.commandLine(),
                    "--project or GOOGLE_CLOUD_PROJECT must name a project."));
  }

  public Clients clients() {
    if (clients == null) {
      clients =
          new Clients(
              id(),
              environment(),
              eventStore.orElseGet(() -> Clients.eventStoreDatabaseSet(environment())),
              Settings.get("FIRESTORE_EMULATOR_HOST"),
              Settings.get("PUBSUB_EMULATOR_HOST"),
              List.of());
      command.commandLine().getErr().println("Project " + id() + what() + where());
    }
    return clients;
  }

  private String environment() {
    if (!ENVIRONMENT.matcher(environment).matches()) {
      throw new ParameterException(
          command.commandLine(),
          "--env or ENVIRONMENT must be at most 8 small letters and digits, a letter first.");
    }
    return environment;
  }

  /** The name of a function, topic, subscription or database in this environment. */
  public String named(String name) {
    return Clients.named(name, environment());
  }

  /** A subscription, by the name of its projector. */
  public SubscriptionName subscription(String projector) {
    return SubscriptionName.of(id(), named(projector));
  }

  private String what() {
    return (environment.isEmpty() ? "" : ", environment " + environment)
        + (clients.eventStoreDatabase().equals(named("eventstore"))
            ? ""
            : ", event store " + clients.eventStoreDatabase());
  }

  private String where() {
    return clients
        .firestoreEmulator()
        .map(host -> " on the emulators (Firestore " + host + ").")
        .orElse(" in the cloud.");
  }

  public Backend backend() {
    return new GoogleBackend(clients());
  }

  public Patience patience() {
    return new Patience(backend().backoff());
  }
}
