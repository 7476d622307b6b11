package restaurant.local.functions;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.invoker.BackgroundFunctionExecutor;
import com.google.cloud.functions.invoker.HttpFunctionExecutor;
import dev.eventfold.gcp.http.Callers;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;

/**
 * Serves a function as the Functions Framework does, by its own handlers and with as many threads,
 * but on the loopback alone: the framework's server listens on every interface, and has no setting
 * for that.
 */
final class FunctionServer implements AutoCloseable {

  private static final int THREADS = 1024;

  private final Server server;
  private final ServerConnector connector;

  private FunctionServer(Class<?> function, int port) {
    server = new Server(new QueuedThreadPool(THREADS));
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    connector = new ServerConnector(server, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setErrorHandler(new Problems());
    server.setHandler(
        HttpFunction.class.isAssignableFrom(function)
            ? HttpFunctionExecutor.forClass(function)
            : new Asked(BackgroundFunctionExecutor.forClass(function)));
  }

  /**
   * Returns once it answers.
   *
   * @param port 0 for any that is free
   */
  static FunctionServer start(Class<?> function, int port) throws Exception {
    var server = new FunctionServer(function, port);
    server.server.start();
    return server;
  }

  /**
   * A process of its own, whose settings are environment variables.
   *
   * @param arguments the class of the function, and the port
   */
  public static void main(String[] arguments) throws Exception {
    start(Class.forName(arguments[0]), Integer.parseInt(arguments[1])).server.join();
  }

  int port() {
    return connector.getLocalPort();
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("a function did not stop", e);
    }
  }

  /**
   * Asks who calls. An HTTP function does so itself; to a function of events the framework shows
   * the event alone, and no header.
   */
  private static final class Asked extends Handler.Wrapper {
    private final Callers callers = Callers.fromSettings();

    Asked(Handler next) {
      super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      var refusal = callers.refusal(request.getHeaders()::getValuesList);
      if (refusal.isEmpty()) {
        return super.handle(request, response, callback);
      }
      Problems.refuse(request, response, refusal.get().problem(), callback);
      return true;
    }
  }
}
