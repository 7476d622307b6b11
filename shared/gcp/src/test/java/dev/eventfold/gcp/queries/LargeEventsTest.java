package dev.eventfold.gcp.queries;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.eventfold.events.Ids;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.http.Answered;
import dev.eventfold.gcp.http.Asked;
import dev.eventfold.gcp.http.Parcels;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.ForwardingEventStore;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A stream of the largest events, on an instance that answers others too. */
class LargeEventsTest {

  private static final int EVENTS = 500;
  private static final int PAYLOAD = 200_000;

  /** Notes the most that is read at once. */
  private static final class Noting extends ForwardingEventStore {

    private long most;

    Noting(EventStore store) {
      super(store);
    }

    @Override
    public List<RecordedEvent> readAfter(String stream, long after, int limit) {
      most = Math.max(most, limit);
      return super.readAfter(stream, after, limit);
    }

    @Override
    public List<RecordedEvent> readRange(String stream, long from, long to) {
      most = Math.max(most, to - from + 1);
      return super.readRange(stream, from, to);
    }
  }

  private final Noting events = new Noting(new InMemoryEventStore());
  private final Parcels parcels = new Parcels("parcels", events, new InMemoryQueryStore());

  @BeforeEach
  void send() {
    // One text for all: what is measured is what is read, not what this store keeps.
    var large = (ObjectNode) Json.tree(new Parcels.Came(Ids.caller("ann"), "x".repeat(PAYLOAD)));
    for (long version = 1; version <= EVENTS; version++) {
      events.append(List.of(parcels.event("p", version, "came", large)), List.of());
    }
  }

  private Answered get(String target) {
    return Answered.by(parcels.queries(), Asked.get("clerk", "/parcels/" + target));
  }

  private static List<Long> versions(JsonNode page) {
    return page.path("events").valueStream().map(it -> it.path("version").asLong()).toList();
  }

  @Test
  void aHistoryIsCutIntoPagesThatAnInstanceCanHold() {
    var seen = new ArrayList<Long>();
    var token = "";
    do {
      var page = get("events/p?pageSize=" + EVENTS + token).json();
      int characters = versions(page).size() * PAYLOAD;
      assertTrue(characters <= EventStore.AT_ONCE * PAYLOAD, characters + " characters");
      seen.addAll(versions(page));
      token = "&pageToken=" + page.path("nextPageToken").asText();
    } while (!token.endsWith("="));
    assertEquals(LongStream.rangeClosed(1, EVENTS).boxed().toList(), seen);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "events/p?pageSize=500",
        "p?asOf=500",
        "p?asOf=1970-01-01T00:08:20Z",
        "p?minVersion=500"
      })
  void nobodyReadsMoreThanAnInstanceCanHold(String target) {
    events.most = 0;
    assertEquals(200, get(target).status());
    assertTrue(events.most <= EventStore.AT_ONCE + 1, events.most + " at once");
  }
}
