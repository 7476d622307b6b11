package restaurant.ops;

import com.google.api.gax.rpc.ApiException;
import dev.eventfold.store.TransientFailure;
import java.util.logging.Level;
import java.util.logging.Logger;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import restaurant.ops.events.History;
import restaurant.ops.events.Replay;
import restaurant.ops.events.Tail;
import restaurant.ops.letters.DeadLetters;
import restaurant.ops.letters.Redrive;
import restaurant.ops.persons.Erase;
import restaurant.ops.persons.HashKeys;
import restaurant.ops.processes.Processes;
import restaurant.ops.refusals.RefusedCommands;
import restaurant.ops.views.RebuildView;
import restaurant.ops.views.Restore;
import restaurant.ops.views.Verify;

/** {@code deploy/ops/ops}: the operator's tools, for the cloud or the emulators. */
@Command(
    name = "ops",
    mixinStandardHelpOptions = true,
    usageHelpAutoWidth = true,
    description = {
      "The operator's tools.",
      "They work on the project of --project or GOOGLE_CLOUD_PROJECT; on emulators, where"
          + " FIRESTORE_EMULATOR_HOST and PUBSUB_EMULATOR_HOST name them.",
      "Each can be interrupted at any time and run again."
    },
    exitCodeListHeading = "Exit codes:%n",
    exitCodeList = {
      "0:done, or nothing is wrong",
      "1:something is wrong, and is printed",
      "2:the command line can't be understood",
      "3:a store does not answer: try again",
      "4:deploy/ops/ops could not build the tools"
    },
    subcommands = {
      Verify.class,
      RebuildView.class,
      Restore.class,
      Replay.class,
      DeadLetters.class,
      Redrive.class,
      Processes.class,
      Erase.class,
      HashKeys.class,
      History.class,
      Tail.class,
      RefusedCommands.class,
      Completion.class
    })
public final class Ops {

  private Ops() {}

  public static void main(String[] args) {
    // Libraries have nothing to say that our own lines don't.
    Logger.getLogger("").setLevel(Level.OFF);
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    System.exit(run(args));
  }

  /** The exit code. */
  static int run(String... args) {
    return commandLine().execute(args);
  }

  /** What it understands. */
  public static CommandLine commandLine() {
    return new CommandLine(new Ops())
        .setCaseInsensitiveEnumValuesAllowed(true)
        // A reason that begins with @ is no file.
        .setExpandAtFiles(false)
        .setExecutionExceptionHandler(Ops::failed);
  }

  private static int failed(Exception e, CommandLine line, CommandLine.ParseResult parsed)
      throws Exception {
    if (e instanceof TransientFailure || e instanceof ApiException api && api.isRetryable()) {
      line.getErr().println("A store does not answer. " + e.getMessage());
      return 3;
    }
    if (e instanceof Refused) {
      line.getErr().println(e.getMessage());
      return 1;
    }
    throw e;
  }
}
