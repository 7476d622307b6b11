package restaurant.local.operator;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.http.Problem;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Predicate;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import restaurant.local.functions.JsonAnswer;
import restaurant.local.functions.Problems;
import restaurant.ops.letters.DeadLetterQueue;
import restaurant.ops.letters.DeadLetterQueue.Letter;
import restaurant.ops.processes.Overview;
import restaurant.system.Restaurant;

/**
 * {@code GET /local/processes}: what each process waits for. {@code GET /local/deadletters}: what
 * subscriptions gave up on, and why; {@code PUT /local/deadletters/SUBSCRIPTION} publishes those of
 * one again. As the operator's tools say and do it. Whoever serves it lets staff in only.
 */
public final class OperatorDesk extends Handler.Abstract {

  private static final String PROCESSES = "/local/processes";
  private static final String LETTERS = "/local/deadletters";

  /** How many of each kind are shown. */
  private static final int MOST = 100;

  private static final int AT_ONCE = 32;

  private static final Problem NOT_OPEN =
      Problem.of(503, "unavailable", "Unavailable", "The system is starting.");

  /** The dead letters of each subscriber. */
  @FunctionalInterface
  public interface Mailboxes {
    DeadLetterQueue.Mailbox of(FunctionSpec subscriber);
  }

  /** What a run has. */
  private record Run(Backend backend, Mailboxes mailboxes) {}

  private volatile Optional<Run> run = Optional.empty();

  /** Whoever looks at a letter keeps it from others meanwhile. */
  private final ReentrantLock looking = new ReentrantLock();

  /** It has something to show from now on. */
  public void open(Backend backend, Mailboxes mailboxes) {
    run = Optional.of(new Run(backend, mailboxes));
  }

  /** Whether it answers for a path. */
  public static boolean isAt(String path) {
    return path.equals(PROCESSES) || path.equals(LETTERS) || path.startsWith(LETTERS + "/");
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    var path = Request.getPathInContext(request);
    boolean isGet = HttpMethod.GET.is(request.getMethod());
    boolean isPut = HttpMethod.PUT.is(request.getMethod());
    var subscriber = path.startsWith(LETTERS + "/") ? path.substring(LETTERS.length() + 1) : "";
    if (!isAt(path) || (subscriber.isEmpty() ? !isGet : !isPut)) {
      return false;
    }
    if (run.isEmpty()) {
      Problems.refuse(request, response, NOT_OPEN, callback);
      return true;
    }
    try {
      var there = run.get();
      JsonAnswer.write(
          response,
          path.equals(PROCESSES)
              ? processes(there)
              : subscriber.isEmpty() ? letters(there) : redrive(there, subscriber),
          callback);
    } catch (Malformed e) {
      Problems.refuse(request, response, Problem.of(e), callback);
    }
    return true;
  }

  private static JsonNode processes(Run run) {
    var body = Json.TOLERANT.createObjectNode();
    var items = body.putArray("items");
    Overview.of(run.backend(), MOST, found -> items.add(found.document())).tell();
    return body;
  }

  private static List<FunctionSpec> subscribers() {
    return Restaurant.SYSTEM.functions().stream().filter(it -> it.kind().isSubscribed()).toList();
  }

  private JsonNode letters(Run run) {
    Map<String, ObjectNode> found = new ConcurrentHashMap<>();
    looking.lock();
    try {
      Parallel.threads(AT_ONCE)
          .run(
              subscribers().stream()
                  .<Runnable>map(it -> () -> found.put(it.name(), letters(run, it)))
                  .toList());
    } finally {
      looking.unlock();
    }
    var body = Json.TOLERANT.createObjectNode();
    var items = body.putArray("items");
    subscribers().stream()
        .map(it -> found.get(it.name()))
        .filter(it -> it.path("letters").asInt() > 0 || it.path("lost").asLong() > 0)
        .forEach(items::add);
    return body;
  }

  private static ObjectNode letters(Run run, FunctionSpec subscriber) {
    var letters = Json.TOLERANT.createArrayNode();
    var body =
        each(
            run,
            subscriber,
            letter -> {
              if (letters.size() < MOST) {
                letters.add(letter.document());
              }
              return false;
            });
    body.set("items", letters);
    return body;
  }

  private JsonNode redrive(Run run, String name) {
    var subscriber =
        subscribers().stream()
            .filter(it -> it.name().equals(name))
            .findFirst()
            .orElseThrow(
                () -> new Malformed("", "The address must end with the name of a subscription."));
    looking.lock();
    try {
      return each(run, subscriber, letter -> true);
    } finally {
      looking.unlock();
    }
  }

  private static ObjectNode each(Run run, FunctionSpec subscriber, Predicate<Letter> goes) {
    var mailbox = run.mailboxes().of(subscriber);
    var seen = new DeadLetterQueue(mailbox, subscriber.name(), run.backend()).each(goes);
    return Json.TOLERANT
        .createObjectNode()
        .put("subscription", subscriber.name())
        .put("topic", subscriber.topic().orElseThrow())
        .put("letters", seen.letters())
        .put("orMore", !seen.isAll())
        .put("lost", mailbox.lost())
        .put("redriven", seen.redriven());
  }
}
