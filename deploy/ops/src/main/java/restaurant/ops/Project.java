package restaurant.ops;

import com.google.pubsub.v1.SubscriptionName;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.Settings;
import dev.eventfold.operations.Patience;
import java.util.List;
import java.util.Optional;
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

  @Option(
      names = "--event-store",
      paramLabel = "DATABASE",
      description =
          "The database that has the events (default: EVENT_STORE_DATABASE, or eventstore).")
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
              environment,
              eventStore.orElseGet(() -> Clients.eventStoreDatabaseSet(environment)),
              Settings.get("FIRESTORE_EMULATOR_HOST"),
              Settings.get("PUBSUB_EMULATOR_HOST"),
              List.of());
      command.commandLine().getErr().println("Project " + id() + where());
    }
    return clients;
  }

  /** A subscription, by the name of its projector. */
  public SubscriptionName subscription(String projector) {
    return SubscriptionName.of(id(), clients().named(projector));
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
