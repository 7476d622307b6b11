package dev.eventfold.simulation.operators;

import dev.eventfold.gcp.Backend;
import dev.eventfold.projections.Feed;
import dev.eventfold.simulation.world.FaultyBackend;
import dev.eventfold.simulation.world.SystemUnderTest;
import java.util.List;

/**
 * What an operator works with: a process that is of one release, as functions are.
 *
 * @param isNext whether it is of the next
 */
public record Tool(SystemUnderTest system, FaultyBackend backend, boolean isNext) {

  /** The backend as the service of a view sees it. */
  Backend opening(String view) {
    return system.opening(view, backend);
  }

  /** The feeds of a view, as this release knows them. */
  List<Feed<?, ?>> feeds(String view) {
    return isNext ? system.nextFeeds(view) : system.feeds(view);
  }
}
