package dev.eventfold.gcp.delivery;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.gcp.http.Parcels;
import dev.eventfold.gcp.pubsub.EventMessage;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.TransientFailure;
import java.io.ByteArrayInputStream;
import java.lang.reflect.Proxy;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What is pushed to a projector, also while its view is rebuilt and it writes two collections. */
class HttpProjectorTest {

  private final InMemoryEventStore events = new InMemoryEventStore();
  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private final Parcels parcels = new Parcels("parcels", events, views);

  private final Optional<String> auth = Optional.ofNullable(System.getProperty("eventfold.auth"));
  private Optional<RuntimeException> refusal = Optional.of(new IllegalStateException("too large"));

  private final QueryStore refusing =
      (QueryStore)
          Proxy.newProxyInstance(
              getClass().getClassLoader(),
              new Class<?>[] {QueryStore.class},
              (proxy, method, arguments) -> {
                if (refusal.isPresent()
                    && Arrays.toString(arguments).contains("parcels.1")
                    && method.getName().equals("commit")) {
                  throw refusal.get();
                }
                return method.invoke(views, arguments);
              });

  private final Backend backend =
      new Backend() {
        @Override
        public EventStore eventStore(String service) {
          return events;
        }

        @Override
        public EventLog eventLog(String service) {
          return events;
        }

        @Override
        public QueryStore queryStore() {
          return refusing;
        }

        @Override
        public EventBus eventBus(String service) {
          throw new UnsupportedOperationException();
        }
      };

  @BeforeEach
  void openToAll() {
    System.setProperty("eventfold.auth", "off");
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("eventfold.auth");
    auth.ifPresent(value -> System.setProperty("eventfold.auth", value));
  }

  private int push(String into) {
    var projector = new HttpProjector(parcels.feed(Checkpoint.IN_DOCUMENT), backend);
    var push = EventMessage.push("parcels", events.readRange("p", 2, 2).getFirst());
    var body = new ByteArrayInputStream(push);
    return Answered.by(projector, Asked.post("x", "/?into=" + into, body, push.length)).status();
  }

  private long version(String collection) {
    var key = new QueryStore.Key(collection, "p");
    return views.get(List.of(key)).get(key).version();
  }

  @ParameterizedTest
  @ValueSource(strings = {"parcels.1,parcels", "parcels,parcels.1"})
  void aNewCollectionThatRefusesAnEventDoesNotStopTheOneThatIsRead(String into) {
    parcels.append("p", "ann", 1, 2);
    parcels.project("p", 1);
    assertTrue(push(into) >= 500, "the new one has not applied it");
    assertEquals(2, version("parcels"));

    refusal = Optional.empty();
    assertEquals(204, push(into));
    assertEquals(2, version("parcels.1"));
  }

  @Test
  void whatIsNotOfItsSourceIsRefusedAndWrittenNowhere() {
    refusal = Optional.empty();
    new Parcels("letters", events, views).append("p", "ann", 1, 1);
    var letter = events.readRange("p", 1, 1).getFirst();
    var push = EventMessage.push("parcels", letter);
    var projector = new HttpProjector(parcels.feed(Checkpoint.IN_DOCUMENT), backend);

    var answer =
        Answered.by(projector, Asked.post("x", "/", new ByteArrayInputStream(push), push.length));

    assertEquals(400, answer.status());
    assertTrue(answer.body().contains("ce-source must be /parcels"), answer::body);
    assertEquals(List.of(), views.page("parcels", Query.first(1)));
  }

  /** Or readers who are led over would see less than before, until it is pushed again. */
  @Test
  void theOldCollectionDoesNotGoAheadOfTheNewOneThatCanNotBeReachedNow() {
    parcels.append("p", "ann", 1, 2);
    parcels.project("p", 1);
    refusal = Optional.of(new TransientFailure("not now", null));
    assertEquals(503, push("parcels.1,parcels"));
    assertEquals(1, version("parcels"));

    refusal = Optional.empty();
    assertEquals(204, push("parcels.1,parcels"));
    assertEquals(2, version("parcels.1"));
    assertEquals(2, version("parcels"));
  }
}
