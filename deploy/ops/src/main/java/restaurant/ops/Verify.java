package restaurant.ops;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.gcp.Backend;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.operations.Finding;
import dev.eventfold.operations.Verifier;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compares views with the fold of their events, while the system runs.",
      "Reads every event and every document of the views once."
    })
final class Verify implements Callable<Integer> {

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Option(
      names = "--view",
      completionCandidates = ViewName.class,
      description = "Only this one: ${COMPLETION-CANDIDATES}.")
  private Optional<String> view = Optional.empty();

  @Option(
      names = "--since",
      description = "Only what events since then have changed: a time like 2026-01-31T18:30:00Z.")
  private Optional<Instant> since = Optional.empty();

  @Option(
      names = "--grace",
      defaultValue = "PT60S",
      description =
          "How old an event may be before a view that lacks it is behind (default ${DEFAULT-VALUE}).")
  private Duration grace;

  @Option(names = "--repair", description = "Make the documents that differ what they should be.")
  private boolean repair;

  @Override
  public Integer call() {
    var views = Views.all();
    view.ifPresent(
        name -> {
          if (!views.containsKey(name)) {
            throw new ParameterException(
                command.commandLine(),
                "--view must be one of %s.".formatted(String.join(", ", views.keySet())));
          }
          views.keySet().retainAll(List.of(name));
        });
    var backend = project.backend();
    // A place in the event store without an event is found by each view of it.
    var wrong = new LinkedHashSet<Finding>();
    var out = command.commandLine().getOut();
    boolean areAllVerified = true;
    for (var each : views.entrySet()) {
      try {
        wrong.addAll(check(each.getKey(), each.getValue(), backend));
      } catch (TransientFailure e) {
        throw e;
      } catch (RuntimeException e) {
        // The other views are looked at all the same.
        areAllVerified = false;
        out.printf("%-20s can't be verified: %s%n", each.getKey(), e);
      }
    }
    if (!wrong.isEmpty()) {
      out.printf("%d documents are not what they should be.%n", wrong.size());
    } else if (areAllVerified) {
      out.println("All is well.");
    }
    out.flush();
    return wrong.isEmpty() && areAllVerified ? 0 : 1;
  }

  /** What is wrong, and stays so. */
  private List<Finding> check(String name, List<Feed<?, ?>> feeds, Backend backend) {
    var current = CurrentViews.place(backend.queryStore(), name).current();
    var verifier =
        new Verifier(
            feeds.stream().<Feed<?, ?>>map(feed -> feed.into(current)).toList(),
            backend,
            backend.queryStore(),
            backend.clock(),
            grace,
            backend.backoff());
    List<Finding> findings;
    try (var progress = new Progress(name, " read", -1)) {
      findings =
          since
              .map(time -> verifier.verify(time, progress::step))
              .orElseGet(() -> verifier.verify(progress::step));
    }
    var left = new HashMap<QueryStore.Key, String>();
    if (repair) {
      verifier.repair(findings, read -> {}).forEach((it, why) -> left.put(it.key(), " - " + why));
    } else {
      findings.forEach(it -> left.put(it.key(), ""));
    }
    var out = command.commandLine().getOut();
    out.printf("%-20s %s%n", name, findings.isEmpty() ? "right" : number(findings) + " wrong");
    findings.forEach(it -> out.println("  " + it + left.getOrDefault(it.key(), " - mended")));
    return findings.stream().filter(it -> left.containsKey(it.key())).toList();
  }

  private static String number(List<Finding> findings) {
    return findings.size() + (findings.size() == Verifier.MOST ? " or more" : "");
  }
}
