package restaurant.local.platform;

import java.io.IOException;
import java.lang.System.Logger.Level;
import java.net.URI;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import java.util.function.IntFunction;
import org.eclipse.jetty.client.BytesRequestContent;
import org.eclipse.jetty.client.HttpClient;
import org.eclipse.jetty.client.Request;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import restaurant.local.functions.Secret;

/**
 * Delivers to functions over HTTP as Eventarc and Pub/Sub do: at least once, many at a time, again
 * and later after a failure.
 */
public final class Deliveries implements AutoCloseable {

  /**
   * How deliveries are made.
   *
   * @param chaos how bad
   * @param maxTries after so many failures a push is dead-lettered
   */
  public record Manner(Chaos chaos, int maxTries) {

    /** As many tries as in the cloud. */
    public static final Manner GOOD = new Manner(Chaos.NONE, 20);

    public Manner with(Chaos chaos) {
      return new Manner(chaos, maxTries);
    }
  }

  private static final System.Logger LOG = System.getLogger(Deliveries.class.getName());
  private static final int TIMEOUT_SECONDS = 60;

  /** Before a function closes a connection that nobody uses. */
  private static final int IDLE_MILLIS = 20_000;

  private static final long FIRST_PAUSE_MILLIS = 100;
  private static final long LAST_PAUSE_MILLIS = 10_000;

  /** More than clients send at once: each command is followed by several deliveries. */
  private static final int AT_ONCE = 256;

  private static final long LONGEST_HOLD_MILLIS = 500;

  private final HttpClient http = newHttpClient();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Semaphore slots = new Semaphore(AT_ONCE);
  private final Set<Request> inFlight = ConcurrentHashMap.newKeySet();
  private final Manner manner;
  private final Map<String, AtomicInteger> injected = new ConcurrentSkipListMap<>();
  private volatile Injection injection;
  private volatile Delivery.Listener listener = (delivery, outcome, attempt) -> {};
  private volatile Consumer<URI> crasher = function -> {};
  private volatile Secret caller = Secret.random();

  /** As they should be. */
  Deliveries() {
    this(Manner.GOOD);
  }

  Deliveries(Manner manner) {
    this.manner = manner;
    suffer(manner.chaos());
  }

  /** Chaos with the dice that decide when it strikes. */
  private record Injection(Chaos chaos, Random dice) {

    synchronized boolean strikes(double probability) {
      return probability > 0 && dice.nextDouble() < probability;
    }

    synchronized long holdMillis() {
      return dice.nextLong(LONGEST_HOLD_MILLIS);
    }
  }

  /**
   * What is delivered where.
   *
   * @param body by attempt
   * @param about what it says, where that can be read
   */
  private record Errand(
      URI function,
      Map<String, String> headers,
      IntFunction<byte[]> body,
      Optional<Delivery> about) {}

  private static HttpClient newHttpClient() {
    var http = new HttpClient();
    var threads = new QueuedThreadPool();
    threads.setName("deliveries");
    threads.setDaemon(true);
    http.setExecutor(threads);
    http.setScheduler(new ScheduledExecutorScheduler("deliveries-clock", true));
    http.setFollowRedirects(false);
    http.setMaxConnectionsPerDestination(AT_ONCE);
    http.setIdleTimeout(IDLE_MILLIS);
    http.setUserAgentField(null);
    try {
      http.start();
    } catch (Exception e) {
      throw new IllegalStateException("an HTTP client did not start", e);
    }
    return http;
  }

  Manner manner() {
    return manner;
  }

  /** Kills and restarts a function, when chaos wants it. */
  public void crashWith(Consumer<URI> crasher) {
    this.crasher = crasher;
  }

  /** From now on, deliveries are as bad as this. */
  public void suffer(Chaos chaos) {
    injection = new Injection(chaos, chaos.dice());
  }

  /** How bad they are made. */
  public Chaos chaos() {
    return injection.chaos();
  }

  /** Tells of every delivery. */
  public void tell(Delivery.Listener listener) {
    this.listener = listener;
  }

  private void tell(Errand errand, Delivery.Outcome outcome, int attempt) {
    errand.about().ifPresent(delivery -> listener.told(delivery, outcome, attempt));
  }

  /** What functions know a delivery by; by default they know none. */
  public void callWith(Secret caller) {
    this.caller = caller;
  }

  /** How often each kind of chaos has struck. */
  public Map<String, AtomicInteger> injected() {
    return injected;
  }

  private boolean strikes(Injection injection, String kind, double probability) {
    boolean strikes = injection.strikes(probability);
    if (strikes) {
      injected.computeIfAbsent(kind, k -> new AtomicInteger()).incrementAndGet();
    }
    return strikes;
  }

  /** One try; false when the function did not take it. Chaos may strike. */
  private boolean deliver(Errand errand, int attempt) {
    var now = injection;
    var chaos = now.chaos();
    try {
      if (strikes(now, "drop", chaos.drop())) {
        tell(errand, Delivery.Outcome.DROPPED, attempt);
        return false;
      }
      if (strikes(now, "duplicate", chaos.duplicate())) {
        tell(errand, Delivery.Outcome.DUPLICATED, attempt);
        threads.execute(() -> later(errand, attempt, now.holdMillis()));
      }
      if (strikes(now, "reorder", chaos.reorder())) {
        tell(errand, Delivery.Outcome.DELAYED, attempt);
        Thread.sleep(now.holdMillis());
      }
      if (strikes(now, "crash", chaos.crash())) {
        tell(errand, Delivery.Outcome.CRASHED, attempt);
        threads.execute(() -> crash(errand.function()));
      }
      boolean taken = send(errand, attempt);
      if (taken && strikes(now, "error", chaos.error())) {
        tell(errand, Delivery.Outcome.UNANSWERED, attempt);
        return false;
      }
      return taken;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /**
   * A server that stops may leave a connection open that nobody serves: it is cut, as a crash does.
   */
  private void crash(URI function) {
    crasher.accept(function);
    inFlight.stream()
        .filter(request -> request.getPort() == function.getPort())
        .forEach(request -> request.abort(new IOException("the function was killed")));
  }

  private void later(Errand errand, int attempt, long millis) {
    try {
      Thread.sleep(millis);
      send(errand, attempt);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean send(Errand errand, int attempt) {
    tell(errand, Delivery.Outcome.SENT, attempt);
    boolean taken = send(errand.function(), errand.headers(), errand.body().apply(attempt));
    tell(errand, taken ? Delivery.Outcome.TAKEN : Delivery.Outcome.FAILED, attempt);
    return taken;
  }

  private boolean send(URI function, Map<String, String> headers, byte[] body) {
    var request =
        http.newRequest(function)
            .method(HttpMethod.POST)
            .timeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .idleTimeout(TIMEOUT_SECONDS, TimeUnit.SECONDS)
            .headers(
                fields -> {
                  headers.forEach(fields::put);
                  fields.put(HttpHeader.AUTHORIZATION, caller.bearer());
                })
            .body(new BytesRequestContent(headers.get("Content-Type"), body));
    inFlight.add(request);
    try {
      return request.send().getStatus() / 100 == 2;
    } catch (ExecutionException | TimeoutException e) {
      return false;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      inFlight.remove(request);
    }
  }

  /** Delivers an event to a trigger's function until it takes it, and says when it has. */
  CompletableFuture<?> trigger(URI function, TriggerMessage message) {
    var headers = new LinkedHashMap<>(message.headers());
    headers.put("Content-Type", "application/protobuf");
    var errand = new Errand(function, headers, attempt -> message.body(), message.delivery());
    return untilTaken(errand, Integer.MAX_VALUE);
  }

  /** Delivers a message to a projector until it takes it, or {@code givenUp} gets its letter. */
  void push(URI function, Push push, Runnable givenUp) {
    var headers = Map.of("Content-Type", "application/json");
    var errand = new Errand(function, headers, push::at, push.delivery());
    untilTaken(errand, manner.maxTries())
        .thenAccept(
            taken -> {
              if (!taken) {
                giveUp(errand, givenUp);
              }
            });
  }

  /** Whoever is told finds the letter. */
  private void giveUp(Errand errand, Runnable givenUp) {
    try {
      givenUp.run();
    } catch (RuntimeException e) {
      LOG.log(Level.ERROR, "a dead letter of " + errand.function() + " was not kept", e);
    }
    tell(errand, Delivery.Outcome.DEAD_LETTERED, manner.maxTries());
  }

  /** Whether it was taken at last; never said where this ends before. */
  private CompletableFuture<Boolean> untilTaken(Errand errand, int maxTries) {
    return CompletableFuture.supplyAsync(() -> isTakenAtLast(errand, maxTries), threads);
  }

  private boolean isTakenAtLast(Errand errand, int maxTries) {
    try {
      for (int tries = 1; tries <= maxTries; tries++) {
        slots.acquire();
        boolean taken;
        try {
          taken = deliver(errand, tries);
        } finally {
          slots.release();
        }
        if (taken) {
          return true;
        }
        Thread.sleep(Math.min(FIRST_PAUSE_MILLIS << Math.min(tries - 1, 20), LAST_PAUSE_MILLIS));
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new CancellationException("closed");
    }
    LOG.log(Level.WARNING, "{0} did not take a delivery {1} times", errand.function(), maxTries);
    return false;
  }

  @Override
  public void close() {
    threads.shutdownNow();
    try {
      http.stop();
    } catch (Exception e) {
      throw new IllegalStateException("an HTTP client did not stop", e);
    }
  }
}
