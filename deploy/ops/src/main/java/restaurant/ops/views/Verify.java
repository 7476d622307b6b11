package restaurant.ops.views;

import dev.eventfold.gcp.Backend;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.operations.Finding;
import dev.eventfold.operations.Verifier;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import restaurant.ops.Count;
import restaurant.ops.Found;
import restaurant.ops.Output;
import restaurant.ops.Project;
import restaurant.ops.Refused;
import restaurant.system.Restaurant;

@Command(
    name = "verify",
    mixinStandardHelpOptions = true,
    description = {
      "Compares views with the fold of their events, while the system runs.",
      "Reads every event and every document of the views once; what is to be repaired, again for each"
          + " thousand documents."
    })
public final class Verify implements Callable<Integer> {

  @Mixin private Project project;

  @Spec private CommandSpec command;

  @Mixin private Output output;

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

  /** A view of which nobody can say whether it is right. */
  private record UnverifiedView(String view, String why) implements Found {

    @Override
    public String kind() {
      return "unverifiedView";
    }

    @Override
    public String text() {
      return "%-20s can't be verified: %s".formatted(view, why);
    }
  }

  /** The end of it. */
  private record Verdict(Count wrong, boolean allVerified) implements Found {

    @Override
    public String kind() {
      return "verdict";
    }

    @Override
    public String text() {
      if (wrong.number() > 0) {
        return wrong + " documents are not what they should be.";
      }
      return allVerified ? "All is well." : "Nothing is wrong in what could be verified.";
    }
  }

  @Override
  public Integer call() {
    if (view.isPresent() && !Views.names().contains(view.get())) {
      throw new ParameterException(
          command.commandLine(),
          "--view must be one of %s.".formatted(String.join(", ", Views.names())));
    }
    var backend = project.backend();
    // A place in the event store without an event is found by each view of it.
    var wrong = new LinkedHashSet<Finding>();
    boolean areAllVerified = true;
    for (var name : view.map(Set::of).orElseGet(Views::names)) {
      try {
        wrong.addAll(check(name, backend));
      } catch (TransientFailure e) {
        throw e;
      } catch (RuntimeException e) {
        // The other views are looked at all the same.
        areAllVerified = false;
        var why = e instanceof Refused ? e.getMessage() : e.toString();
        output.tell(new UnverifiedView(name, why));
      }
    }
    output.tell(new Verdict(Check.wrong(wrong.size()), areAllVerified));
    return wrong.isEmpty() && areAllVerified ? 0 : 1;
  }

  /** What is wrong, and stays so. */
  private Set<Finding> check(String name, Backend backend) {
    var feeds = Views.deployed(List.of(name), backend.queryStore()).get(name);
    var opening = Restaurant.SYSTEM.opening(name, backend);
    var current = CurrentViews.place(backend.queryStore(), name).current();
    var verifier =
        new Verifier(
            feeds.stream().<Feed<?, ?>>map(feed -> feed.into(current)).toList(),
            opening,
            opening.queryStore(),
            backend.clock(),
            grace,
            backend.backoff());
    var check = new Check(name, verifier, since, output::tell);
    return repair ? check.repaired() : check.verified();
  }
}
