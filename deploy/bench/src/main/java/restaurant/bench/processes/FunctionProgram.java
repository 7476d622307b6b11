package restaurant.bench.processes;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.invoker.BackgroundFunctionExecutor;
import com.google.cloud.functions.invoker.HttpFunctionExecutor;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * A function as the Functions Framework serves it, by its own handlers and with as many threads, on
 * the loopback. It loads nothing but what the framework does.
 */
final class FunctionProgram {

  private static final int THREADS = 1024;

  private FunctionProgram() {}

  /**
   * @param arguments the class of the function, and the port
   */
  public static void main(String[] arguments) throws Exception {
    var function = Class.forName(arguments[0]);
    var server = new Server(new QueuedThreadPool(THREADS));
    var connector = new ServerConnector(server);
    connector.setHost("127.0.0.1");
    connector.setPort(Integer.parseInt(arguments[1]));
    server.addConnector(connector);
    server.setHandler(
        HttpFunction.class.isAssignableFrom(function)
            ? HttpFunctionExecutor.forClass(function)
            : BackgroundFunctionExecutor.forClass(function));
    server.start();
    server.join();
  }
}
