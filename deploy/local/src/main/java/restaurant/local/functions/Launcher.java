package restaurant.local.functions;

import dev.eventfold.gcp.service.FunctionSpec;
import java.util.Map;

/** How a system starts its functions. */
@FunctionalInterface
public interface Launcher {

  /**
   * Starts one, and may return before it answers.
   *
   * @param port that it should have; 0 for any that is free
   * @param settings by the names of environment variables
   */
  RunningFunction launch(FunctionSpec row, int port, Map<String, String> settings) throws Exception;
}
