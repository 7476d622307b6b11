package restaurant.bench.load;

import java.net.URI;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;

/** Many clients, each of which sends its next request once it has the answer to the last. */
public final class Load {

  /** More than this are virtual threads: they wait, mostly. */
  private static final int PLATFORM_THREADS = 64;

  /**
   * What one client does again and again.
   *
   * @see #run
   */
  @FunctionalInterface
  public interface Work extends AutoCloseable {
    /**
     * @param number of the request, from 0, over all clients
     * @return what came of it: a status, or 0 for well
     */
    int once(int number) throws Exception;

    /** When it has nothing more to do. */
    @Override
    default void close() {}
  }

  /** Makes what a client does, before the clock starts. */
  @FunctionalInterface
  public interface Client {
    Work start(int client) throws Exception;
  }

  /** What a client of an HTTP server sends on a connection of its own. */
  @FunctionalInterface
  public interface Sender {
    /**
     * @param number of the request, from 0, over all clients
     * @return the status of the answer
     */
    int send(Connection connection, int client, int number) throws Exception;
  }

  private record Connected(Connection connection, int client, Sender sender) implements Work {

    @Override
    public int once(int number) throws Exception {
      return sender.send(connection, client, number);
    }

    @Override
    public void close() {
      connection.close();
    }
  }

  /**
   * What came of it.
   *
   * @param seconds from the first request to the last answer
   * @param nanos how long each took, ascending
   * @param statuses how many of each
   */
  public record Result(double seconds, long[] nanos, Map<Integer, Integer> statuses) {

    public double perSecond() {
      return nanos.length / seconds;
    }

    /** In milliseconds. */
    public double p50() {
      return nanos[nanos.length / 2] / 1e6;
    }

    /** In milliseconds. */
    public double p99() {
      return nanos[nanos.length * 99 / 100] / 1e6;
    }

    /** How many came to anything but this. */
    public int otherThan(int status) {
      return statuses.entrySet().stream()
          .filter(it -> it.getKey() != status)
          .mapToInt(Map.Entry::getValue)
          .sum();
    }

    public Result must(int status) {
      if (otherThan(status) > 0) {
        throw new IllegalStateException("not all were answered with " + status + ": " + statuses);
      }
      return this;
    }
  }

  private Load() {}

  /** So many requests by so many clients. */
  public static Result run(int clients, int requests, Client client) {
    return run(clients, requests, Double.POSITIVE_INFINITY, Double.POSITIVE_INFINITY, client);
  }

  /** So many requests to a server; all clients are connected before the clock starts. */
  public static Result run(URI server, int clients, int requests, Sender sender) {
    return run(clients, requests, connected(server, sender));
  }

  /**
   * The same, bounded.
   *
   * @param rate requests a second over all clients, at most
   * @param seconds for how long, at most
   */
  public static Result run(
      URI server, int clients, int requests, double rate, double seconds, Sender sender) {
    return run(clients, requests, rate, seconds, connected(server, sender));
  }

  private static Client connected(URI server, Sender sender) {
    return client -> new Connected(Connection.open(server), client, sender);
  }

  private static Result run(int clients, int requests, double rate, double seconds, Client client) {
    var next = new AtomicInteger();
    var ready = new CountDownLatch(clients);
    var go = new CountDownLatch(1);
    var took = new long[requests];
    var statuses = new int[requests];
    var failures = new ArrayList<Exception>();
    var start = new long[1];
    var threads = new ArrayList<Thread>();
    for (int i = 0; i < clients; i++) {
      int number = i;
      Runnable run =
          () -> {
            try (var work = started(client, number, ready)) {
              go.await();
              for (int n = next.getAndIncrement(); n < requests; n = next.getAndIncrement()) {
                pace(start[0], n, rate);
                long before = System.nanoTime();
                if (before - start[0] > seconds * 1e9) {
                  return;
                }
                statuses[n] = work.once(n);
                took[n] = System.nanoTime() - before;
              }
            } catch (Exception e) {
              synchronized (failures) {
                failures.add(e);
              }
            }
          };
      threads.add(
          clients > PLATFORM_THREADS
              ? Thread.ofVirtual().unstarted(run)
              : Thread.ofPlatform().name("load-" + i).unstarted(run));
    }
    threads.forEach(Thread::start);
    try {
      ready.await();
      start[0] = System.nanoTime();
      go.countDown();
      for (var thread : threads) {
        thread.join();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
    double total = (System.nanoTime() - start[0]) / 1e9;
    if (!failures.isEmpty()) {
      throw new IllegalStateException(
          "a client failed: " + failures.getFirst(), failures.getFirst());
    }
    return result(total, took, statuses);
  }

  private static Work started(Client client, int number, CountDownLatch ready) throws Exception {
    try {
      return client.start(number);
    } finally {
      ready.countDown();
    }
  }

  private static void pace(long start, int number, double rate) throws InterruptedException {
    long wait = start + (long) (number / rate * 1e9) - System.nanoTime();
    if (wait > 0) {
      Thread.sleep(wait / 1_000_000, (int) (wait % 1_000_000));
    }
  }

  private static Result result(double seconds, long[] took, int[] statuses) {
    var done = Arrays.stream(took).filter(nanos -> nanos > 0).sorted().toArray();
    var counted = new TreeMap<Integer, Integer>();
    for (int i = 0; i < took.length; i++) {
      if (took[i] > 0) {
        counted.merge(statuses[i], 1, Integer::sum);
      }
    }
    return new Result(seconds, done, counted);
  }

  /** Names of callers, one a client: a caller alone gets half of an instance. */
  public static List<String> callers(int clients) {
    return java.util.stream.IntStream.range(0, clients).mapToObj(i -> "cook" + i).toList();
  }
}
