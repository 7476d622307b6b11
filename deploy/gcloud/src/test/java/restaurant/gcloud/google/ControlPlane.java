package restaurant.gcloud.google;

import static com.github.tomakehurst.wiremock.client.WireMock.any;
import static com.github.tomakehurst.wiremock.client.WireMock.anyUrl;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.tomakehurst.wiremock.WireMockServer;
import com.github.tomakehurst.wiremock.client.ResponseDefinitionBuilder;
import com.github.tomakehurst.wiremock.client.WireMock;
import com.github.tomakehurst.wiremock.core.WireMockConfiguration;
import com.github.tomakehurst.wiremock.extension.ResponseDefinitionTransformerV2;
import com.github.tomakehurst.wiremock.http.ResponseDefinition;
import com.github.tomakehurst.wiremock.stubbing.ServeEvent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Function;
import java.util.function.Predicate;

/**
 * A stand-in for Google's control plane: keeps what it is asked to make, lists and describes it,
 * and fails where it is told to. It is an HTTP proxy, because gcloud makes names of hosts from
 * regions: {@code europe-west1-run.test}.
 */
public final class ControlPlane implements ResponseDefinitionTransformerV2, AutoCloseable {

  /** What will fail once. */
  private record Fault(String what, Predicate<Call> where, boolean afterwards) {}

  /**
   * What a call may meet.
   *
   * @param afterwards what was asked for is done, and only the answer is lost
   */
  public record Trouble(int status, String name, String text, boolean afterwards) {}

  /** What a change takes, of those that may not meet another. */
  private static final Duration TAKES = Duration.ofMillis(50);

  private final Set<String> underWay = ConcurrentHashMap.newKeySet();
  private final WireMockServer server;
  private final Google google;
  private final List<String> changes = new ArrayList<>();
  private final List<ObjectNode> bodies = new ArrayList<>();
  private Optional<Fault> fault = Optional.empty();
  private Function<Call, Optional<Trouble>> troubles = call -> Optional.empty();

  public ControlPlane(String pubsub) {
    this(new Google(pubsub));
  }

  /** Another one, where the same is kept. */
  public ControlPlane copy() {
    return new ControlPlane(new Google(google));
  }

  private ControlPlane(Google google) {
    this.google = google;
    server =
        new WireMockServer(
            WireMockConfiguration.options()
                .bindAddress("127.0.0.1")
                .dynamicPort()
                .disableRequestJournal()
                .extensions(this));
    server.stubFor(any(anyUrl()).willReturn(WireMock.ok()));
    server.start();
  }

  public int port() {
    return server.port();
  }

  public Google google() {
    return google;
  }

  /**
   * The next such call fails.
   *
   * @param afterwards what was asked for is done, and only the answer is lost
   */
  public synchronized void failOnce(String what, Predicate<Call> where, boolean afterwards) {
    fault = Optional.of(new Fault(what, where, afterwards));
  }

  /** What calls meet from now on. */
  public synchronized void trouble(Function<Call, Optional<Trouble>> troubles) {
    this.troubles = troubles;
  }

  /** Whether the fault that was asked for is still to come. */
  public synchronized boolean isFaultPending() {
    return fault.isPresent();
  }

  /** The calls that changed something since this was last asked. */
  public synchronized List<String> takeChanges() {
    var taken = List.copyOf(changes);
    changes.clear();
    return taken;
  }

  /** All that was ever sent to change something, as {@link Call#sent}. */
  public synchronized List<ObjectNode> bodies() {
    return List.copyOf(bodies);
  }

  /** The same where it must be the only one of its kind that is under way. */
  private Answer answerAlone(Call call) {
    var kind = Alone.kind(call);
    if (kind.isEmpty()) {
      return answer(call);
    }
    if (!underWay.add(kind.get().what())) {
      return kind.get().refusal();
    }
    try {
      LockSupport.parkNanos(TAKES.toNanos());
      return answer(call);
    } finally {
      underWay.remove(kind.get().what());
    }
  }

  // One call at a time: what Google keeps apart by etags and locks.
  private synchronized Answer answer(Call call) {
    if (!call.isRead()) {
      changes.add(call.toString());
      if (!call.api().equals("storage")) {
        bodies.add(call.sent());
      }
    }
    var here = fault.filter(f -> f.where().test(call));
    if (here.isPresent()) {
      fault = Optional.empty();
      if (here.get().afterwards()) {
        google.answer(call);
      }
      return Answer.error(403, "PERMISSION_DENIED", "told to fail: " + here.get().what());
    }
    var trouble = troubles.apply(call);
    if (trouble.isPresent()) {
      if (trouble.get().afterwards()) {
        google.answer(call);
      }
      return Answer.error(trouble.get().status(), trouble.get().name(), trouble.get().text());
    }
    return google.answer(call);
  }

  @Override
  public ResponseDefinition transform(ServeEvent event) {
    Answer answer;
    try {
      answer = answerAlone(Call.of(event.getRequest()));
    } catch (RuntimeException e) {
      e.printStackTrace();
      answer = Answer.error(501, "UNIMPLEMENTED", "the stand-in failed: " + e);
    }
    return new ResponseDefinitionBuilder()
        .withStatus(answer.status())
        .withHeader("Content-Type", "application/json")
        .withBody(answer.body().toPrettyString())
        .build();
  }

  @Override
  public String getName() {
    return "google";
  }

  @Override
  public boolean applyGlobally() {
    return true;
  }

  @Override
  public void close() {
    server.stop();
  }
}
