package dev.eventfold.gcp.firestore;

import static dev.eventfold.testing.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.events.RecordedEvent;
import dev.eventfold.memory.InMemoryEventStore;
import io.cloudevents.CloudEvent;
import io.cloudevents.core.builder.CloudEventBuilder;
import java.net.URI;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FirestoreTriggerTest {

  private final InMemoryEventStore store = new InMemoryEventStore();
  private final RecordedEvent second = event("stream", 2, "{}");

  private static CloudEvent created(String subject, byte[] data) {
    return CloudEventBuilder.v1()
        .withId("1")
        .withSource(URI.create("//firestore"))
        .withType(FirestoreTrigger.CREATED)
        .withSubject(subject)
        .withData(data)
        .build();
  }

  @Test
  void itsEventIsTheDocumentsThatItCarriesOrNames() {
    store.append(List.of(second), List.of());
    var subject = FirestoreTrigger.subject(second);
    for (var data : List.of(FirestoreTrigger.data("db", second), new byte[0])) {
      assertEquals(second, FirestoreTrigger.event(created(subject, data), store));
    }
  }

  /** No store would hand it over: it is not where such an event must be. */
  @ParameterizedTest
  @ValueSource(strings = {"test-events/stream@0000000003", "test-events/other@0000000002"})
  void anEventUnderTheKeyOfAnotherIsNone(String document) {
    var forged = created("documents/" + document, FirestoreTrigger.data("db", second));
    var refused =
        assertThrows(IllegalArgumentException.class, () -> FirestoreTrigger.event(forged, store));
    assertTrue(refused.getMessage().contains(document), refused.getMessage());
  }
}
