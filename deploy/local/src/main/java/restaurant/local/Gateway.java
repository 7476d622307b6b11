package restaurant.local;

import com.fasterxml.jackson.databind.JsonNode;
import java.net.BindException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.Problem;

/** The one door of the local system: passes requests on to functions, by their paths. */
final class Gateway implements AutoCloseable {

  /** Where requests go. */
  interface Routes {

    /** The function for a request; empty where there is none. */
    Optional<URI> function(String method, String path);
  }

  private final Server server;
  private final ServerConnector connector;

  private Gateway(int port, Handler page, Routes routes) {
    var threads = new QueuedThreadPool();
    threads.setName("gateway");
    server = new Server(threads);
    // The functions say who and when.
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setHandler(new Handler.Sequence(page, new Unknown(routes, new ToFunctions(routes))));
  }

  /**
   * @param port 0 for any that is free
   * @param page what the gateway answers itself
   * @throws StartFailed the port is in use
   */
  static Gateway start(int port, Handler page, Routes routes) throws Exception {
    var gateway = new Gateway(port, page, routes);
    try {
      gateway.server.start();
      return gateway;
    } catch (Exception e) {
      gateway.close();
      if (e instanceof BindException || e.getCause() instanceof BindException) {
        throw new StartFailed("Port %d is in use: choose another with --port.".formatted(port), e);
      }
      throw e;
    }
  }

  URI uri() {
    return URI.create("http://localhost:" + connector.getLocalPort());
  }

  @Override
  public void close() {
    try {
      server.stop();
    } catch (Exception e) {
      throw new IllegalStateException("the gateway did not stop", e);
    }
  }

  /** Answers for paths that no function serves. */
  private static final class Unknown extends Handler.Wrapper {
    private final Routes routes;

    Unknown(Routes routes, Handler next) {
      super(next);
      this.routes = routes;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      var path = Request.getPathInContext(request);
      if (routes.function(request.getMethod(), path).isPresent()) {
        return super.handle(request, response, callback);
      }
      var problem = Problem.of(404, "not-found", "Not found", "There is nothing at " + path + ".");
      problem(response, problem, callback);
      return true;
    }
  }

  private static void problem(Response response, Problem problem, Callback callback) {
    response.setStatus(problem.status());
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/problem+json; charset=utf-8");
    if (problem.status() == 503) {
      response.getHeaders().put(HttpHeader.RETRY_AFTER, "1");
    }
    JsonNode body = Json.tree(problem);
    response.write(
        true, ByteBuffer.wrap(Json.text(body).getBytes(StandardCharsets.UTF_8)), callback);
  }

  private static final class ToFunctions extends ProxyHandler.Reverse {

    ToFunctions(Routes routes) {
      super(
          request ->
              HttpURI.build(request.getHttpURI())
                  .scheme("http")
                  .authority(
                      routes
                          .function(request.getMethod(), Request.getPathInContext(request))
                          .orElseThrow()
                          .getAuthority()));
    }

    @Override
    protected HttpClient newHttpClient() {
      var client = super.newHttpClient();
      client.setMaxConnectionsPerDestination(256);
      // Whatever a function sends is for the client, as it is.
      client.getContentDecoderFactories().clear();
      return client;
    }

    @Override
    protected void onServerToProxyResponseFailure(
        Request clientToProxyRequest,
        org.eclipse.jetty.client.Request proxyToServerRequest,
        org.eclipse.jetty.client.Response serverToProxyResponse,
        Response proxyToClientResponse,
        Callback proxyToClientCallback,
        Throwable failure) {
      if (proxyToClientResponse.isCommitted()) {
        proxyToClientCallback.failed(failure);
        return;
      }
      proxyToClientResponse.getHeaders().clear();
      problem(
          proxyToClientResponse,
          Problem.of(503, "unavailable", "Unavailable", "The function did not answer."),
          proxyToClientCallback);
    }
  }
}
