package restaurant.local.platform;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayList;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import restaurant.local.functions.Secret;

/**
 * Where the emulators deliver to. Firestore's posts each trigger here once, one at a time, waits
 * for the answer and never tries again; Pub/Sub's stops pushing to a subscription after a few
 * failures, until something else is published. So both are answered at once, and the delivery to
 * the function follows as Eventarc and Pub/Sub make it in the cloud.
 *
 * <p>The emulators send no credentials, so what tells them from others is the name that they call:
 * nobody can guess it.
 */
final class EmulatorCallbacks implements AutoCloseable {

  private static final String PUSHES = "/push/";

  private final String suffix = "-" + Secret.random().text();
  private final List<HttpServer> servers = new ArrayList<>();
  private final Map<String, URI> functions = new ConcurrentHashMap<>();
  private final Deliveries deliveries;
  private final BiConsumer<String, Push> givenUp;
  private final Consumer<String> taken;

  /**
   * @param givenUp gets what a subscription's function did not take, with the subscription's name
   * @param taken gets the name of a function that has taken what its trigger brings
   */
  EmulatorCallbacks(
      Deliveries deliveries, BiConsumer<String, Push> givenUp, Consumer<String> taken) {
    this.deliveries = deliveries;
    this.givenUp = givenUp;
    this.taken = taken;
  }

  /** Opens the port on an address of this machine. */
  void listen(String address, int port) throws IOException {
    var server = HttpServer.create(new InetSocketAddress(address, port), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::call);
    server.start();
    servers.add(server);
  }

  /** A function that may be called, by the name of its trigger or subscription. */
  void route(String name, URI function) {
    functions.put(name, function);
  }

  /** Where a subscription's messages are to be pushed. */
  String pushPath(String subscription) {
    return PUSHES + subscription + suffix;
  }

  /** What a function's trigger is to be called. */
  String triggerId(String function) {
    return function + suffix;
  }

  /** The trigger or subscription that is called; "" where it is none of ours. */
  private String called(String path) {
    var name = path.substring(path.lastIndexOf('/') + 1);
    return name.endsWith(suffix) ? name.substring(0, name.length() - suffix.length()) : "";
  }

  /**
   * Reads to the end whatever is sent, also to refuse it: the system resets a connection that is
   * closed with something unread, and the answer is lost.
   */
  private void call(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      var name = called(path);
      if (!functions.containsKey(name)) {
        exchange.getRequestBody().transferTo(OutputStream.nullOutputStream());
        exchange.sendResponseHeaders(404, -1);
        return;
      }
      var body = exchange.getRequestBody().readAllBytes();
      if (path.startsWith(PUSHES)) {
        deliverPush(name, exchange.getRequestURI(), Push.of(body));
      } else {
        trigger(name, exchange, body);
      }
      exchange.sendResponseHeaders(200, -1);
    }
  }

  private void trigger(String name, HttpExchange exchange, byte[] body) {
    var headers = new LinkedHashMap<String, String>();
    exchange
        .getRequestHeaders()
        .forEach(
            (header, values) -> {
              if (header.toLowerCase(Locale.ROOT).startsWith("ce-")) {
                headers.put(header.toLowerCase(Locale.ROOT), values.getFirst());
              }
            });
    // The emulator sends in base64 what the cloud sends as it is.
    deliverTrigger(name, new TriggerMessage(headers, Base64.getDecoder().decode(body)));
  }

  /** Delivers to the function of that name until it takes it. */
  void deliverTrigger(String function, TriggerMessage message) {
    deliveries.trigger(functions.get(function), message).thenRun(() -> taken.accept(function));
  }

  /**
   * Delivers to the function of that name until it takes it, or it is given up.
   *
   * @param endpoint of the subscription: its query goes to the function
   */
  void deliverPush(String subscription, URI endpoint, Push push) {
    var function = functions.get(subscription);
    var query = endpoint.getRawQuery();
    if (query != null) {
      function = function.resolve("/?" + query);
    }
    deliveries.push(function, push, () -> givenUp.accept(subscription, push));
  }

  @Override
  public void close() {
    servers.forEach(server -> server.stop(0));
  }
}
