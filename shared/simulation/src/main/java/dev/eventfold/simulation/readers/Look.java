package dev.eventfold.simulation.readers;

import dev.eventfold.simulation.world.Request;
import dev.eventfold.simulation.world.Response;
import java.util.Optional;

/** A request of a reader, and what may be answered to it. */
public interface Look {

  /** The service whose queries are asked. */
  String service();

  /** The request; from now on somebody looks. Can be asked again where no answer comes. */
  Request begin();

  /**
   * Judges an answer.
   *
   * @return what to look at next to the same end
   */
  Optional<Look> answered(Response response);
}
