package restaurant.google.http;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import restaurant.eventsourcing.Checkpoint;
import restaurant.eventsourcing.Document;
import restaurant.eventsourcing.EventBus;
import restaurant.eventsourcing.EventHistory;
import restaurant.eventsourcing.EventStore;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.QueryStore;
import restaurant.eventsourcing.Write;
import restaurant.eventsourcing.memory.InMemoryEventStore;
import restaurant.eventsourcing.memory.InMemoryQueryStore;
import restaurant.google.Backend;
import restaurant.google.EventMessage;

/** While a view is rebuilt, its listener writes two collections. */
class ListenerIntoTwoCollectionsTest {

  private final InMemoryEventStore events = new InMemoryEventStore();
  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private final Parcels parcels = new Parcels("parcels", events, views);

  private final Backend backend =
      new Backend() {
        @Override
        public EventStore eventStore(String service) {
          return events;
        }

        @Override
        public EventHistory eventHistory(String service) {
          return events;
        }

        @Override
        public QueryStore queryStore() {
          return views;
        }

        @Override
        public EventBus eventBus(String service) {
          throw new UnsupportedOperationException();
        }
      };

  @BeforeEach
  void openToAll() {
    System.setProperty("restaurant.auth", "off");
  }

  @AfterEach
  void asUsual() {
    System.clearProperty("restaurant.auth");
  }

  private int push(String into) {
    var listener = new HttpListener(parcels.feed(Checkpoint.IN_DOCUMENT), backend);
    var push = EventMessage.push("parcels", events.readRange("p", 2, 2).getFirst());
    var body = new ByteArrayInputStream(push);
    return Answered.by(listener, Asked.post("x", "/?into=" + into, body, push.length)).status();
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
    var broken = new Document.Content("p", 1, Optional.of(Json.parse("[1]")), Map.of());
    views.commit(List.of(new Write("parcels.1", broken, new Write.Precondition.None())));

    assertTrue(push(into) >= 500, "the new one has not applied it");
    assertEquals(2, version("parcels"));

    views.remove(
        new QueryStore.Key("parcels.1", "p"),
        views
            .get(List.of(new QueryStore.Key("parcels.1", "p")))
            .get(new QueryStore.Key("parcels.1", "p"))
            .revision());
    assertEquals(204, push(into));
    assertEquals(2, version("parcels.1"));
  }
}
