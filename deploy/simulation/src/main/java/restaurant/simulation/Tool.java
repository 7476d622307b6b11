package restaurant.simulation;

import dev.eventfold.projections.Feed;
import java.util.List;

/**
 * What an operator works with: a process that is of one version, as functions are.
 *
 * @param isNext whether it is of the next
 */
record Tool(FaultyBackend backend, boolean isNext) {

  /** The feeds of a view, as this version knows them. */
  List<Feed<?, ?>> feeds(String view) {
    return (isNext ? SystemUnderTest.NEXT_VIEWS : SystemUnderTest.VIEWS).get(view);
  }
}
