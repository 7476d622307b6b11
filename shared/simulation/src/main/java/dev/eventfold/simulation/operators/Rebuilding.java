package dev.eventfold.simulation.operators;

import dev.eventfold.documents.QueryStore;
import dev.eventfold.operations.ViewRebuild;
import dev.eventfold.simulation.choices.Choices;
import dev.eventfold.simulation.choices.Counters;
import dev.eventfold.simulation.operators.Operator.Job;
import dev.eventfold.simulation.operators.Operator.Outcome;
import dev.eventfold.simulation.world.World;
import dev.eventfold.store.TransientFailure;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Jobs of an operator that rebuild views, go on where that was given up, and drop what is old. */
public final class Rebuilding {

  private static final int GOES_ON = 800;

  private final World world;
  private final Choices choices;
  private final Counters counters;

  public Rebuilding(World world, Choices choices, Counters counters) {
    this.world = world;
    this.choices = choices;
    this.counters = counters;
  }

  /** Mostly goes on with what was begun. */
  Job job() {
    var begun = views(view -> isBegun(view) || isSwitched(view));
    if (begun.isEmpty() || !choices.chance(GOES_ON)) {
      return rebuild(one(views(view -> true)));
    }
    var view = one(begun);
    return isSwitched(view) || choices.chance(100) ? drop(view) : rebuild(view);
  }

  /** What was begun, and neither is read yet nor was given up. */
  public List<Job> unfinished() {
    return views(this::isBegun).stream().map(this::rebuild).toList();
  }

  private boolean isBegun(String view) {
    return world.place(view).building().isPresent();
  }

  private boolean isSwitched(String view) {
    return world.place(view).previous().isPresent();
  }

  private List<String> views(Predicate<String> which) {
    return world.system().views().stream().filter(which).toList();
  }

  private String one(List<String> of) {
    return of.get(choices.below(of.size()));
  }

  public Job rebuild(String view) {
    return job("rebuild " + view, view, ViewRebuild::run, Counters.Count.REBUILDS);
  }

  public Job drop(String view) {
    return job("rebuild --drop " + view, view, ViewRebuild::drop, Counters.Count.DROPS);
  }

  /** Where it does not come to its end, somebody may call it again, at once or later. */
  private Job job(String name, String view, Predicate<ViewRebuild> work, Counters.Count count) {
    return new Job(
        name,
        tool -> {
          var feeds = tool.feeds(view);
          var backend = tool.backend();
          var opening = tool.opening(view);
          var rebuild =
              new ViewRebuild(feeds, opening, opening.queryStore(), backend.surroundings(feeds))
                  .clock(backend.clock())
                  .backoff(backend.backoff())
                  .parallel(backend.parallel());
          try {
            if (world.rebuilding(view, () -> work.test(rebuild))) {
              counters.add(count);
            }
            return Optional.of(Outcome.NOTHING);
          } catch (TransientFailure | QueryStore.ConcurrentWrite givenUp) {
            return choices.chance(500) ? Optional.empty() : Optional.of(Outcome.NOTHING);
          }
        });
  }
}
