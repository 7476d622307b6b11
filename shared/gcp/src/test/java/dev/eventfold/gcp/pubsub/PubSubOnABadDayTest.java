package dev.eventfold.gcp.pubsub;

import static dev.eventfold.testing.Events.event;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.google.pubsub.v1.TopicName;
import dev.eventfold.emulators.Needs;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.gcp.Clients;
import dev.eventfold.gcp.GoogleBackend;
import dev.eventfold.gcp.firestore.BadDay;
import dev.eventfold.gcp.firestore.Emulated;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.TransientFailure;
import io.grpc.Status;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Every error of the topic. */
@Needs(Needs.Tool.EMULATORS)
class PubSubOnABadDayTest {

  private static final Set<Status.Code> TRIED_AGAIN_BY_THE_CLIENT =
      Set.of(
          Status.Code.ABORTED,
          Status.Code.CANCELLED,
          Status.Code.DEADLINE_EXCEEDED,
          Status.Code.INTERNAL,
          Status.Code.RESOURCE_EXHAUSTED,
          Status.Code.UNAVAILABLE,
          Status.Code.UNKNOWN);

  private final BadDay day = new BadDay();
  private final Clients clients = Emulated.clients(List.of(day));
  private final String topic = "bad-day-" + UUID.randomUUID();
  private final EventBus bus = new GoogleBackend(clients).eventBusOf(topic);
  private final RecordedEvent event = event("stream", 1, "{}");

  @AfterEach
  void isOver() {
    day.isOver();
  }

  /** Whoever publishes tries again what passes, and says loudly what does not. */
  @ParameterizedTest
  @EnumSource(value = Status.Code.class, names = "OK", mode = EnumSource.Mode.EXCLUDE)
  void anErrorIsWhatItIs(Status.Code code) {
    try (var topics = clients.topics()) {
      topics.createTopic(TopicName.of(clients.project(), topic));
    }
    day.strike("Publish", code.toStatus(), BadDay.Moment.BEFORE, 1);
    if (TRIED_AGAIN_BY_THE_CLIENT.contains(code)) {
      bus.publish(event);
    } else {
      var how =
          code == Status.Code.DATA_LOSS ? TransientFailure.class : IllegalStateException.class;
      assertThrows(how, () -> bus.publish(event));
    }
    bus.publish(event);
  }

  @Test
  void aTopicThatIsNotThereIsForSomebodyToMend() {
    assertThrows(IllegalStateException.class, () -> bus.publish(event));
  }
}
