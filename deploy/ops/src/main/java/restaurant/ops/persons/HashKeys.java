package restaurant.ops.persons;

import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.firestore.FirestoreHashKeys;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.SortedMap;
import java.util.concurrent.Callable;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import restaurant.ops.Found;
import restaurant.ops.Output;
import restaurant.ops.Project;
import restaurant.system.Restaurant;

@Command(
    name = "hash-keys",
    mixinStandardHelpOptions = true,
    description = {
      "Lists the keys by which e-mails and commands are hashed, or changes them.",
      "To change the key: --add one, wait for an hour, and --drop the one before, which has all that"
          + " is claimed hashed by the others first. Idempotency keys of before keep their answers, but"
          + " another command under such a key is not told from the first any more."
    })
public final class HashKeys implements Callable<Integer> {

  /** Longer than an instance goes on with the keys that it has read. */
  private static final Duration UNKNOWN = Duration.ofHours(1);

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Mixin private Output output;

  @ArgGroup private Change change;

  private static final class Change {

    @Option(
        names = "--add",
        required = true,
        description = "Makes another one, by which everything is hashed as well from then on.")
    private boolean add;

    @Option(
        names = "--drop",
        required = true,
        paramLabel = "VERSION",
        description = "Deletes one for good. Reads every event of the services that claim values.")
    private Optional<Integer> drop = Optional.empty();
  }

  /** One of them. */
  private record HashKey(int version, String made) implements Found {

    @Override
    public String kind() {
      return "hashKey";
    }

    @Override
    public String text() {
      return "version %d, of %s".formatted(version, made);
    }
  }

  @Override
  public Integer call() {
    var backend = new GoogleBackend(project.clients());
    var keys = backend.hashKeys();
    if (change != null && change.add) {
      output.say("Version %d was made. Drop the one before in an hour.".formatted(keys.add()));
    } else if (change != null) {
      drop(change.drop.orElseThrow(), keys, backend);
    }
    keys.versions().forEach((version, made) -> output.tell(new HashKey(version, made.toString())));
    return 0;
  }

  private void drop(int version, FirestoreHashKeys keys, GoogleBackend backend) {
    var refused = refusal(version, keys.versions(), Instant.now());
    if (refused.isPresent()) {
      throw new ParameterException(command.commandLine(), refused.get());
    }
    long claimed = new Rehash(Restaurant.SYSTEM, backend).run();
    keys.drop(version);
    output.say(
        "%d values are claimed by the others. Version %d is gone.".formatted(claimed, version));
  }

  /**
   * Why a version must stay.
   *
   * @param made when each version was
   */
  static Optional<String> refusal(int version, SortedMap<Integer, Instant> made, Instant now) {
    if (!made.containsKey(version)) {
      return Optional.of("--drop: there is no version %d.".formatted(version));
    }
    int newest = made.lastKey();
    if (version == newest) {
      return Optional.of(
          "--drop: version %d is the newest: --add another one first.".formatted(version));
    }
    return made.get(newest).isAfter(now.minus(UNKNOWN))
        ? Optional.of(
            "--drop: version %d is of %s: functions may not know it yet. Wait for an hour."
                .formatted(newest, made.get(newest)))
        : Optional.empty();
  }
}
