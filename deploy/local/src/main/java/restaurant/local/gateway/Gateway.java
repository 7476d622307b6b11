package restaurant.local.gateway;

import dev.eventfold.gcp.http.Caller;
import dev.eventfold.gcp.http.Endpoint;
import dev.eventfold.gcp.http.Problem;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import java.net.BindException;
import java.net.URI;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpURI;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.proxy.ProxyHandler;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.Promise;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import restaurant.local.console.Console;
import restaurant.local.functions.Problems;
import restaurant.local.functions.Secret;
import restaurant.local.functions.StartFailed;
import restaurant.local.operator.OperatorDesk;

/** The one door of the local system: passes requests on to functions, by their paths. */
public final class Gateway implements AutoCloseable {

  /** Where functions are. */
  public interface Addresses {

    /** The address of a function; empty until it has started. */
    Optional<URI> of(String function);
  }

  private static final int MAX_HEADER_BYTES = 6 * 1024;

  private final Server server;
  private final ServerConnector connector;

  /** The header in which functions get the claims of a token that the gateway has checked. */
  private static final String USERINFO = "X-Apigateway-Api-Userinfo";

  private static final String FORWARDED = "X-Forwarded-Authorization";

  /** Who answers a request: an {@link OpenApi.Route}. */
  private static final String ROUTE = "route";

  private Gateway(
      int port,
      OpenApi api,
      Optional<Tokens> tokens,
      Secret caller,
      Addresses addresses,
      Console console) {
    var threads = new QueuedThreadPool();
    threads.setName("gateway");
    server = new Server(threads);
    // The functions say who and when.
    var http = new HttpConfiguration();
    http.setSendServerVersion(false);
    http.setSendDateHeader(false);
    // Less than functions take, who get more headers than clients send.
    http.setRequestHeaderSize(MAX_HEADER_BYTES);
    connector = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
    connector.setHost("127.0.0.1");
    connector.setPort(port);
    server.addConnector(connector);
    server.setErrorHandler(new Problems());
    server.setHandler(
        new AtHome(
            new Handler.Sequence(
                new NoAddress(),
                console.handler(),
                new ForStaff(tokens, console.desk()),
                ApiPage.of(api, tokens),
                new Documented(
                    api,
                    new Checked(
                        tokens,
                        new Whole(console.watching(new ToFunctions(caller, addresses))))))));
  }

  /**
   * @param port 0 for any that is free
   * @param api what it lets through, and what its page shows
   * @param tokens what requests must carry one of; empty where nobody is asked
   * @param caller what functions know the gateway by
   * @param console what it serves before the API
   * @throws StartFailed the port is in use
   */
  public static Gateway start(
      int port,
      OpenApi api,
      Optional<Tokens> tokens,
      Secret caller,
      Addresses addresses,
      Console console)
      throws Exception {
    var gateway = new Gateway(port, api, tokens, caller, addresses, console);
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

  public URI uri() {
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

  private static OpenApi.Route route(Request request) {
    return (OpenApi.Route) request.getAttribute(ROUTE);
  }

  /**
   * Answers those alone who ask for this machine by a name that can mean no other. A page from
   * elsewhere whose own name was made to lead here could read every answer else, tokens among them.
   */
  private static final class AtHome extends Handler.Wrapper {
    private static final Set<String> NAMES = Set.of("localhost", "127.0.0.1", "[::1]");

    AtHome(Handler next) {
      super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (NAMES.contains(Request.getServerName(request))) {
        return super.handle(request, response, callback);
      }
      var problem =
          Problem.of(421, "misdirected", "Misdirected request", "Ask for it at localhost.");
      Problems.refuse(request, response, problem, callback);
      return true;
    }
  }

  /**
   * Answers for what is no address by RFC 3986: the server is lenient, and what it calls is not.
   */
  private static final class NoAddress extends Handler.Abstract {
    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      try {
        request.getHttpURI().toURI();
        return false;
      } catch (IllegalArgumentException e) {
        var problem =
            Problem.of(new Malformed("", "The address must be one by RFC 3986, percent-encoded."));
        Problems.refuse(request, response, problem, callback);
        return true;
      }
    }
  }

  /** Lets through what the document has, and notes who answers it. */
  private static final class Documented extends Handler.Wrapper {
    private final OpenApi api;

    Documented(OpenApi api, Handler next) {
      super(next);
      this.api = api;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      var path = Request.getPathInContext(request);
      var route = api.route(request.getMethod(), path);
      if (route.isPresent()) {
        request.setAttribute(ROUTE, route.get());
        return super.handle(request, response, callback);
      }
      api.template(path)
          .map(GatewayError::methodNotAllowed)
          .orElseGet(GatewayError::notDefined)
          .refuse(request, response, callback);
      return true;
    }
  }

  private static String userinfo(Tokens tokens, Request request) throws GatewayError.Raised {
    var json = Json.text(Json.tree(tokens.check(request))).getBytes(StandardCharsets.UTF_8);
    return Base64.getUrlEncoder().encodeToString(json);
  }

  /** Lets staff pass to what is for them alone. */
  private static final class ForStaff extends Handler.Wrapper {
    private final Optional<Tokens> tokens;

    ForStaff(Optional<Tokens> tokens, OperatorDesk desk) {
      super(desk);
      this.tokens = tokens;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (!OperatorDesk.isAt(Request.getPathInContext(request))) {
        return false;
      }
      try {
        if (tokens.isPresent()) {
          Caller.of(Optional.of(userinfo(tokens.get(), request))).mustBeStaff();
        }
      } catch (Endpoint.Refused e) {
        Problems.refuse(request, response, e.problem(), callback);
        return true;
      } catch (GatewayError.Raised e) {
        e.error().refuse(request, response, callback);
        return true;
      }
      return super.handle(request, response, callback);
    }
  }

  /** Lets requests with a good token pass, and notes whose it is. */
  private static final class Checked extends Handler.Wrapper {
    private final Optional<Tokens> tokens;

    Checked(Optional<Tokens> tokens, Handler next) {
      super(next);
      this.tokens = tokens;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      if (tokens.isEmpty() || !route(request).needsToken()) {
        return super.handle(request, response, callback);
      }
      try {
        request.setAttribute(USERINFO, userinfo(tokens.get(), request));
      } catch (GatewayError.Raised e) {
        e.error().refuse(request, response, callback);
        return true;
      }
      return super.handle(request, response, callback);
    }
  }

  /**
   * Lets requests pass once their bodies are here: what trickles in holds neither a thread nor a
   * connection to a function.
   */
  private static final class Whole extends Handler.Wrapper {

    private static final int MAX_BODY_BYTES = 1024 * 1024;
    private static final int MAX_SECONDS = 10;

    Whole(Handler next) {
      super(next);
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) throws Exception {
      var headers = request.getHeaders();
      if (request.getLength() == 0
          || request.getLength() < 0 && !headers.contains(HttpHeader.TRANSFER_ENCODING)) {
        return super.handle(request, response, callback);
      }
      if (request.getLength() > MAX_BODY_BYTES) {
        end(response, TOO_LARGE, callback);
        return true;
      }
      var whole = new CompletableFuture<byte[]>();
      Content.Source.asRetainableByteBuffer(
          request,
          ByteBufferPool.NON_POOLING,
          false,
          MAX_BODY_BYTES,
          // The buffer is released as soon as this returns.
          Promise.from(
              buffer -> whole.complete(buffer.takeByteArray()), whole::completeExceptionally));
      whole
          .orTimeout(MAX_SECONDS, TimeUnit.SECONDS)
          .whenComplete(
              (body, failure) -> {
                if (failure == null) {
                  pass(new WithBody(request, body), response, callback);
                } else {
                  request.fail(failure);
                  boolean isLate = failure instanceof TimeoutException;
                  end(response, isLate ? TOO_LATE : TOO_LARGE, callback);
                }
              });
      return true;
    }

    private void pass(Request request, Response response, Callback callback) {
      try {
        super.handle(request, response, callback);
      } catch (Exception e) {
        callback.failed(e);
      }
    }

    private static final Problem TOO_LATE =
        Problem.of(
            408,
            "timeout",
            "Request timeout",
            "The body must come within %d seconds.".formatted(MAX_SECONDS));

    private static final Problem TOO_LARGE =
        Problem.of(413, "too-large", "Too large", "The body must have at most 256 KiB.");

    /** The rest of the body is not worth waiting for, and the connection ends with it. */
    private static void end(Response response, Problem problem, Callback callback) {
      response.getHeaders().put(HttpHeader.CONNECTION, "close");
      Problems.write(response, problem, callback);
    }
  }

  /** A request whose body has been read. */
  private static final class WithBody extends Request.Wrapper {
    private final Content.Source body;

    WithBody(Request request, byte[] body) {
      super(request);
      this.body = Content.Source.from(ByteBuffer.wrap(body));
    }

    @Override
    public Content.Chunk read() {
      return body.read();
    }

    @Override
    public void demand(Runnable demandCallback) {
      body.demand(demandCallback);
    }

    @Override
    public void fail(Throwable failure) {
      body.fail(failure);
    }
  }

  private static final class ToFunctions extends ProxyHandler.Reverse {

    private static final Problem UNAVAILABLE =
        Problem.of(503, "unavailable", "Unavailable", "The function did not answer.");

    private final Secret caller;
    private final Addresses addresses;

    ToFunctions(Secret caller, Addresses addresses) {
      super(
          request ->
              HttpURI.build(request.getHttpURI())
                  .scheme("http")
                  .authority(addresses.of(route(request).function()).orElseThrow().getAuthority()));
      this.caller = caller;
      this.addresses = addresses;
    }

    @Override
    public boolean handle(Request request, Response response, Callback callback) {
      if (addresses.of(route(request).function()).isPresent()) {
        return super.handle(request, response, callback);
      }
      Problems.write(response, UNAVAILABLE, callback);
      return true;
    }

    /**
     * As API Gateway does it: the token in Authorization is the gateway's own, the client's is in
     * another header, and what a client says of itself is not passed on.
     */
    @Override
    protected void addProxyHeaders(
        Request clientToProxyRequest, org.eclipse.jetty.client.Request proxyToServerRequest) {
      super.addProxyHeaders(clientToProxyRequest, proxyToServerRequest);
      proxyToServerRequest.headers(
          headers -> {
            headers.remove(USERINFO);
            headers.remove(FORWARDED);
            var client = clientToProxyRequest.getHeaders().get(HttpHeader.AUTHORIZATION);
            if (client != null) {
              headers.put(FORWARDED, client);
            }
            headers.put(HttpHeader.AUTHORIZATION, caller.bearer());
            if (clientToProxyRequest.getAttribute(USERINFO) instanceof String claims) {
              headers.put(USERINFO, claims);
            }
          });
    }

    /** What functions run on is nobody's business. */
    @Override
    protected HttpField filterServerToProxyResponseField(HttpField field) {
      return field.getHeader() == HttpHeader.SERVER
          ? null
          : super.filterServerToProxyResponseField(field);
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
      Problems.write(proxyToClientResponse, UNAVAILABLE, proxyToClientCallback);
    }
  }
}
