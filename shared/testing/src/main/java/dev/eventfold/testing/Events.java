package dev.eventfold.testing;

import dev.eventfold.events.EventTypes;
import dev.eventfold.events.Metadata;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;

/** Recorded events for tests. */
public final class Events {

  /** When everything happens in tests. */
  public static final Instant NOON = Instant.parse("2026-01-31T12:00:00.123456Z");

  private Events() {}

  public static Metadata metadata(String commandId) {
    return new Metadata(commandId, "hash", "correlation", commandId, "", "tester");
  }

  /** An event of its own command. */
  public static RecordedEvent event(String stream, long version, String payload) {
    var id = UUID.randomUUID().toString();
    return new RecordedEvent(
        id, "test", stream, version, "tested", 1, NOON, Json.parse(payload), metadata(id));
  }

  /** Domain events as they would be stored, from version 1 on. */
  public static <E> List<RecordedEvent> recorded(
      String service, String stream, EventTypes<E> types, List<? extends E> events) {
    return IntStream.range(0, events.size())
        .mapToObj(
            i ->
                new RecordedEvent(
                    stream + "-event-" + i,
                    service,
                    stream,
                    i + 1L,
                    types.name(events.get(i)),
                    types.schema(events.get(i)),
                    NOON,
                    Json.tree(events.get(i)),
                    metadata("command-" + i)))
        .toList();
  }
}
