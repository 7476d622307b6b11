package restaurant.images;

import com.google.cloud.functions.invoker.runner.Invoker;
import dev.eventfold.gcp.service.FunctionName;

/**
 * All functions of a service in one process, each at a port of its own, so that one cache is for
 * all of them. Ends when its standard input does. It is alone in its jar, on the class path of an
 * image.
 */
final class TrainedFunctions {

  private TrainedFunctions() {}

  /**
   * @param arguments of each function its name, its class and its port
   */
  @SuppressWarnings("StatementWithEmptyBody")
  public static void main(String[] arguments) throws Exception {
    for (int i = 0; i < arguments.length; i += 3) {
      var target = arguments[i + 1];
      int port = Integer.parseInt(arguments[i + 2]);
      FunctionName.during(arguments[i], () -> serve(target, port));
    }
    while (System.in.read() >= 0) {
      // Nobody writes.
    }
    System.exit(0);
  }

  private static Invoker serve(String target, int port) throws Exception {
    var loader = TrainedFunctions.class.getClassLoader();
    var invoker = new Invoker(port, target, null, loader);
    invoker.startTestServer();
    return invoker;
  }
}
