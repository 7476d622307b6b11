package dev.eventfold.testing;

import static dev.eventfold.testing.Events.event;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.events.Metadata;
import dev.eventfold.events.NoEvent;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventLog.Committed;
import dev.eventfold.store.EventLog.Slot;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventTooLarge;
import dev.eventfold.store.Reservation;
import dev.eventfold.store.ReservationTaken;
import dev.eventfold.store.VersionConflict;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What every {@link EventStore} must do. An adapter's test extends it. Streams and values are new
 * in each test, so that a store that outlives a run can be used.
 */
public abstract class EventStoreContract {

  private final String stream = UUID.randomUUID().toString();

  /** The store of a service named "test". */
  protected abstract EventStore store();

  /** All events of the same service. */
  protected abstract EventLog history();

  /** Puts there, past the store, what is no event. */
  protected abstract void corrupt(String key);

  private static Reservation reservation(String value) {
    return new Reservation("email", value, "Email is already taken.");
  }

  private List<RecordedEvent> some(int events) {
    return LongStream.rangeClosed(1, events)
        .mapToObj(version -> event(stream, version, "{\"n\":%d}".formatted(version)))
        .toList();
  }

  private List<RecordedEvent> all(String stream) {
    return store().readAfter(stream, 0, 1_000);
  }

  @Test
  void whatWasAppendedIsRead() {
    var events = some(3);
    store().append(events, List.of());
    assertEquals(events, all(stream));
  }

  @Test
  void aStreamWithoutEventsIsEmpty() {
    assertEquals(List.of(), all(stream));
    assertEquals(List.of(), store().readRange(stream, 1, 3));
  }

  @Test
  void appendsFollowOneAnother() {
    var events = some(4);
    store().append(events.subList(0, 1), List.of());
    store().append(events.subList(1, 3), List.of());
    store().append(events.subList(3, 4), List.of());
    assertEquals(events, all(stream));
  }

  @Test
  void streamsWhoseIdsBeginAlikeAreApart() {
    var mine = event(stream, 1, "{}");
    var longer = event(stream + "0", 1, "{}");
    store().append(List.of(mine), List.of());
    store().append(List.of(longer), List.of());
    assertEquals(List.of(mine), all(stream));
    assertEquals(List.of(longer), all(stream + "0"));
  }

  @Test
  void readingStartsAfterAVersionAndStopsAtALimit() {
    var events = some(12);
    store().append(events, List.of());
    assertEquals(events.subList(4, 7), store().readAfter(stream, 4, 3));
    assertEquals(events.subList(9, 12), store().readAfter(stream, 9, 100));
    assertEquals(List.of(), store().readAfter(stream, 12, 100));
  }

  @Test
  void theLastOnesAreReadInOrder() {
    assertEquals(List.of(), store().readLast(stream, 3));
    var events = some(5);
    store().append(events, List.of());
    store().append(List.of(event(stream + "0", 1, "{}")), List.of());
    assertEquals(events.subList(2, 5), store().readLast(stream, 3));
    assertEquals(events, store().readLast(stream, 5));
    assertEquals(events, store().readLast(stream, 6));
  }

  @Test
  void aRangeIsReadByVersionsAndLeavesOutWhatIsNotThere() {
    var events = some(5);
    store().append(events, List.of());
    assertEquals(events.subList(1, 3), store().readRange(stream, 2, 3));
    assertEquals(events.subList(3, 5), store().readRange(stream, 4, 9));
    assertEquals(List.of(), store().readRange(stream, 3, 2));
  }

  @Test
  void aCommandIsFoundInItsStreamByItsIdAlone() {
    var mine = List.of(of("mine", stream, 1), of("mine", stream, 2));
    var others = List.of(of("other", stream, 3), of("mine", stream + "0", 1));
    store().append(mine, List.of());
    others.forEach(event -> store().append(List.of(event), List.of()));
    assertEquals(mine, store().readCommand(stream, "mine"));
    assertEquals(others.subList(0, 1), store().readCommand(stream, "other"));
    assertEquals(others.subList(1, 2), store().readCommand(stream + "0", "mine"));
    assertEquals(List.of(), store().readCommand(stream, "none"));
    assertEquals(List.of(), store().readCommand(stream + "1", "mine"));
  }

  /** It lacks the fields that the index is of. */
  @Test
  void whatIsNoEventIsLeftOutOfAnIndex() {
    var events = List.of(of("mine", stream, 1), of("mine", stream, 2), of("other", stream, 3));
    store().append(events, List.of());
    corrupt(events.get(1).key());
    assertEquals(events.subList(0, 1), store().readCommand(stream, "mine"));
    assertEquals(List.of(events.get(0), events.get(2)), store().readLast(stream, 9));
  }

  private static RecordedEvent of(String command, String stream, long version) {
    var event = event(stream, version, "{}");
    return new RecordedEvent(
        event.id(),
        event.service(),
        stream,
        version,
        event.type(),
        event.schema(),
        event.timestamp(),
        event.payload(),
        new Metadata(command, "hash", "c", command, "", "ann"));
  }

  @Test
  void anAppendAtATakenVersionWritesNothing() {
    store().append(some(2), List.of());
    var late = List.of(event(stream, 2, "{}"), event(stream, 3, "{}"));
    assertThrows(VersionConflict.class, () -> store().append(late, List.of()));
    assertEquals(2, all(stream).size());
  }

  /** Nobody looks whether what comes before is there: who appends has read it. */
  @Test
  void anAppendPastTheEndLeavesAHole() {
    var first = event(stream, 1, "{}");
    var third = event(stream, 3, "{}");
    store().append(List.of(first), List.of());
    store().append(List.of(third), List.of());
    assertEquals(List.of(first, third), all(stream));
    assertEquals(List.of(third), store().readAfter(stream, 1, 10));
    assertEquals(List.of(first, third), store().readRange(stream, 1, 3));
    var second = event(stream, 2, "{}");
    assertThrows(VersionConflict.class, () -> store().append(List.of(second, third), List.of()));
  }

  @Test
  void anAppendWhoseAnswerWasLostCanBeRepeated() {
    var events = some(3);
    store().append(events.subList(0, 2), List.of(reservation(stream)));
    store().append(events.subList(0, 2), List.of(reservation(stream)));
    store().append(events.subList(2, 3), List.of());
    store().append(events.subList(0, 2), List.of(reservation(stream)));
    assertEquals(events, all(stream));
  }

  @Test
  void theSameIdsWithOtherContentAreAConflict() {
    var first = event(stream, 1, "{\"n\":1}");
    store().append(List.of(first), List.of());
    var other = first.withPayload(Json.parse("{\"n\":2}"));
    assertThrows(VersionConflict.class, () -> store().append(List.of(other), List.of()));
    assertEquals(List.of(first), all(stream));
  }

  @Test
  void anAppendThatIsThereInPartIsAConflict() {
    var events = some(3);
    store().append(events.subList(0, 2), List.of());
    assertThrows(VersionConflict.class, () -> store().append(events, List.of()));
    assertEquals(2, all(stream).size());
  }

  @Test
  void ofManyAtOneVersionExactlyOneWins() {
    store().append(some(1), List.of());
    List<Callable<Boolean>> race =
        IntStream.range(0, 32)
            .<Callable<Boolean>>mapToObj(
                n ->
                    () -> {
                      var mine = List.of(event(stream, 2, "{}"), event(stream, 3, "{}"));
                      try {
                        store().append(mine, List.of());
                        return all(stream).subList(1, 3).equals(mine);
                      } catch (VersionConflict lost) {
                        return false;
                      }
                    })
            .toList();
    assertEquals(1, Races.run(race).stream().filter(won -> won).count());
    assertEquals(3, all(stream).size());
  }

  @ParameterizedTest
  @ValueSource(strings = {"a/b@c.example", ".", "__x__", "ü🍕\u202e", "a\nb", ""})
  void aValueIsReservedOnce(String value) {
    var unique = value + stream;
    store().append(some(1), List.of(reservation(unique)));
    var other = List.of(event(UUID.randomUUID().toString(), 1, "{}"));
    var taken =
        assertThrows(
            ReservationTaken.class, () -> store().append(other, List.of(reservation(unique))));
    assertEquals(reservation(unique), taken.reservation());
    assertEquals(List.of(), all(other.getFirst().stream()));
    store()
        .append(other, List.of(reservation(unique + "2"), reservation("x".repeat(2_000) + unique)));
  }

  @Test
  void aValueIsFreeAgainOnceItIsReleased() {
    var claim = reservation("free/" + stream);
    for (int i = 0; i < 3; i++) {
      var owner = stream + i;
      store().append(List.of(event(owner, 1, "{}")), List.of(claim));
      assertEquals(List.of(claim), store().taken(List.of(claim)));
      var other = List.of(event(stream + "other", 1, "{}"));
      assertThrows(ReservationTaken.class, () -> store().append(other, List.of(claim)));
      var release = List.of(event(owner, 2, "{}"));
      store().append(release, List.of(claim.released()));
      store().append(release, List.of(claim.released()));
      assertEquals(List.of(), store().taken(List.of(claim)));
    }
  }

  @Test
  void whatAStreamHasIsClaimedLater() {
    var claim = reservation("later/" + stream);
    store().append(some(2), List.of());
    assertThrows(VersionConflict.class, () -> store().claim(stream, 1, List.of(claim)));
    assertEquals(List.of(), store().taken(List.of(claim)));

    store().claim(stream, 2, List.of(claim));
    store().claim(stream, 2, List.of(claim));
    assertEquals(List.of(claim), store().taken(List.of(claim)));
    var other = List.of(event(stream + "other", 1, "{}"));
    assertThrows(ReservationTaken.class, () -> store().append(other, List.of(claim)));
    store().append(List.of(event(stream, 3, "{}")), List.of(claim.released()));
    store().append(other, List.of(claim));
  }

  @Test
  void ofManyThatClaimWhatWasReleasedExactlyOneWins() {
    var claim = reservation(stream);
    store().append(some(1), List.of(claim));
    store().append(List.of(event(stream, 2, "{}")), List.of(claim.released()));
    List<Callable<Boolean>> race =
        IntStream.range(0, 8)
            .<Callable<Boolean>>mapToObj(
                n ->
                    () -> {
                      var mine = List.of(event(stream + "x" + n, 1, "{}"));
                      try {
                        store().append(mine, List.of(claim));
                        return true;
                      } catch (ReservationTaken | VersionConflict lost) {
                        return false;
                      }
                    })
            .toList();
    assertEquals(1, Races.run(race).stream().filter(won -> won).count());
    assertEquals(List.of(claim), store().taken(List.of(claim)));
  }

  @Test
  void whatIsTakenIsToldInOrder() {
    store().append(some(1), List.of(reservation(stream + "1"), reservation(stream + "3")));
    var asked = Stream.of("3", "2", "1").map(suffix -> reservation(stream + suffix)).toList();
    assertEquals(List.of(asked.get(0), asked.get(2)), store().taken(asked));
    assertEquals(List.of(), store().taken(List.of()));
  }

  @Test
  void ofManyThatReserveAValueExactlyOneWins() {
    List<Callable<Boolean>> race =
        IntStream.range(0, 32)
            .<Callable<Boolean>>mapToObj(
                n ->
                    () -> {
                      var mine = UUID.randomUUID().toString();
                      try {
                        store().append(List.of(event(mine, 1, "{}")), List.of(reservation(stream)));
                        return true;
                      } catch (ReservationTaken taken) {
                        assertEquals(List.of(), all(mine));
                        return false;
                      }
                    })
            .toList();
    assertEquals(1, Races.run(race).stream().filter(won -> won).count());
  }

  @Test
  void aVersionConflictComesBeforeATakenValue() {
    store().append(some(1), List.of(reservation(stream)));
    var late = List.of(event(stream, 1, "{}"));
    assertThrows(VersionConflict.class, () -> store().append(late, List.of(reservation(stream))));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"n\":0.1,\"m\":0.30000000000000004}",
        "{\"n\":123456789012345678901234567890.123456789}",
        "{\"n\":9223372036854775807,\"m\":92233720368547758070}",
        "{\"n\":1E+40,\"m\":1E-40}",
        "{\"text\":\"\\u0000 🍕 e\\u0301 \\u202e \\\" \\\\ \\n\"}",
        "{\"\":{\"a.b/c\":[],\"`\":{}},\"null\":null,\"__x__\":true}",
        "{}",
      })
  void oddPayloadsSurvive(String payload) {
    var odd = event(stream, 1, payload);
    store().append(List.of(odd), List.of());
    assertEquals(odd, all(stream).getFirst());
    assertEquals(Json.text(odd.payload()), Json.text(all(stream).getFirst().payload()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"10.00", "10.0", "10", "1.50"})
  void decimalsKeepTheirDigits(String number) {
    store().append(List.of(event(stream, 1, "{\"n\":" + number + "}")), List.of());
    assertEquals(number, all(stream).getFirst().payload().path("n").decimalValue().toPlainString());
  }

  @Test
  void deepPayloadsSurvive() {
    var deep = event(stream, 1, "{\"a\":".repeat(150) + "1" + "}".repeat(150));
    store().append(List.of(deep), List.of());
    assertEquals(List.of(deep), all(stream));
  }

  @Test
  void aPayloadMayHaveJust256KiB() {
    int room = EventStore.MAX_PAYLOAD_BYTES - "{\"a\":\"\"}".length();
    var fits = event(stream, 1, "{\"a\":\"%s\"}".formatted("x".repeat(room)));
    assertEquals(
        EventStore.MAX_PAYLOAD_BYTES,
        Json.text(fits.payload()).getBytes(StandardCharsets.UTF_8).length);
    store().append(List.of(fits), List.of());
    assertEquals(List.of(fits), all(stream));
    var wide = "ü".repeat(room / 2 + 1);
    var small = event(stream, 2, "{}");
    var tooLarge = event(stream, 3, "{\"a\":\"%s\"}".formatted(wide));
    assertThrows(EventTooLarge.class, () -> store().append(List.of(small, tooLarge), List.of()));
    assertEquals(1, all(stream).size());
  }

  @Test
  void manyLargeEventsFitOneAppend() {
    var large = "x".repeat(200 * 1024);
    var events =
        LongStream.rangeClosed(1, 6)
            .mapToObj(version -> event(stream, version, "{\"a\":\"%s\"}".formatted(large)))
            .toList();
    store().append(events, List.of());
    assertEquals(events, all(stream));
  }

  @Test
  void theEnvelopeSurvives() {
    var odd = new Metadata("c", "h", "corr ü", "cause\n", "00-a-b-01", "кто-то");
    var event =
        new RecordedEvent(
            "id", "test", stream, 1, "t", 7, Events.NOON.plusNanos(1_000), Json.parse("{}"), odd);
    store().append(List.of(event), List.of());
    assertEquals(event, all(stream).getFirst());
  }

  @Test
  void whatHasReturnedIsSeenByAll() {
    var writers =
        IntStream.range(0, 16)
            .<Callable<Boolean>>mapToObj(
                n ->
                    () -> {
                      var mine = event(UUID.randomUUID().toString(), 1, "{}");
                      store().append(List.of(mine), List.of());
                      return all(mine.stream()).equals(List.of(mine))
                          && store().readRange(mine.stream(), 1, 1).equals(List.of(mine));
                    })
            .toList();
    assertTrue(Races.run(writers).stream().allMatch(seen -> seen));
  }

  private List<RecordedEvent> history(String from, String before) {
    var events = new ArrayList<RecordedEvent>();
    // Other tests may have left what is none.
    history().readByKey(from, before, slot -> slot.readable().ifPresent(events::add));
    return events;
  }

  @Test
  void historyIsOneStreamAfterAnother() {
    var appended = new ArrayList<RecordedEvent>();
    for (var name : List.of("-a", "-b", "-c")) {
      // More than a page of any adapter.
      for (long first = 1; first <= 301; first += 100) {
        long last = Math.min(first + 99, 301);
        var events =
            LongStream.rangeClosed(first, last)
                .mapToObj(version -> event(stream + name, version, "{}"))
                .toList();
        store().append(events, List.of());
        appended.addAll(events);
      }
    }
    assertEquals(appended, history(stream, stream + "~"));
    assertEquals(appended.subList(301, 602), history(stream + "-b", stream + "-c"));
  }

  /** What one scan has seen is not seen by the one that goes on. */
  @Test
  void aScanGoesOnBehindAKey() {
    var events = some(3);
    store().append(events, List.of());
    assertEquals(events.subList(1, 3), history(events.getFirst().key() + " ", stream + "@~"));
  }

  private List<Slot> slots() {
    var slots = new ArrayList<Slot>();
    history().readByKey(stream, stream + "~", slots::add);
    return slots;
  }

  @Test
  void whatIsNoEventIsHandedOverByNameAndHidesNoOther() {
    var events = some(3);
    store().append(events, List.of());
    var other = event(stream + "-other", 1, "{}");
    store().append(List.of(other), List.of());
    corrupt(events.get(1).key());
    corrupt(stream + "-odd");
    var expected =
        List.of(
            new Slot("test", stream + "-odd", Optional.empty()),
            new Slot(other),
            new Slot(events.get(0)),
            new Slot("test", events.get(1).key(), Optional.empty()),
            new Slot(events.get(2)));
    assertEquals(expected, slots());
    assertEquals(List.of(0L, 1L, 1L, 2L, 3L), slots().stream().map(Slot::version).toList());
    assertEquals(
        List.of(stream + "-odd", stream + "-other", stream, stream, stream),
        slots().stream().map(Slot::stream).toList());
    assertEquals(
        Set.copyOf(expected), Set.copyOf(committed().stream().map(Committed::slot).toList()));
  }

  @Test
  void aStreamIsReadUpToWhatIsNoEventAndNeverAcrossIt() {
    var events = some(3);
    store().append(events, List.of());
    corrupt(events.get(1).key());
    assertEquals(events.subList(0, 1), store().readAfter(stream, 0, 1));
    assertEquals(events.subList(2, 3), store().readAfter(stream, 2, 9));
    assertEquals(events.subList(2, 3), store().readRange(stream, 3, 3));
    var key = events.get(1).key();
    List<Executable> across =
        List.of(
            () -> store().readAfter(stream, 0, 9),
            () -> store().readRange(stream, 1, 3),
            () -> store().append(List.of(event(stream, 2, "{}")), List.of()));
    for (var call : across) {
      assertEquals(key, assertThrows(NoEvent.class, call).key());
    }
  }

  @Test
  void aWholeHistoryIsThereToo() {
    var events = some(2);
    store().append(events, List.of());
    assertTrue(history("", "").containsAll(events));
  }

  /** What this test appended, as the store took it. */
  private List<Committed> committed(Instant from, Instant before) {
    var found = new ArrayList<Committed>();
    history()
        .readByTime(
            from, before, it -> !it.slot().stream().startsWith(stream) || found.add(it) || true);
    return found;
  }

  private List<Committed> committed() {
    return committed(Instant.now().minusSeconds(60), EventLog.END);
  }

  private static List<RecordedEvent> events(List<Committed> committed) {
    return committed.stream().map(Committed::event).toList();
  }

  @Test
  void historyBetweenTwoTimesGoesByWhenTheStoreTookAnEventAndNotByItsTimestamp() {
    var longAgo = at(event(stream, 1, "{}"), Instant.parse("2001-01-01T00:00:00Z"));
    var inYears = at(event(stream, 2, "{}"), Instant.parse("2101-01-01T00:00:00Z"));
    var before = Instant.now().minusSeconds(60);
    store().append(List.of(longAgo), List.of());
    store().append(List.of(inYears), List.of());
    assertEquals(List.of(longAgo, inYears), events(committed()));
    assertEquals(List.of(), committed(longAgo.timestamp(), before));
    assertEquals(List.of(), committed(before.plus(1, ChronoUnit.DAYS), EventLog.END));
  }

  @Test
  void historyBetweenTwoTimesIncludesTheFirstAndExcludesTheSecond() {
    store().append(some(3).subList(0, 2), List.of());
    store().append(List.of(event(stream, 3, "{}")), List.of());
    var all = committed();
    var first = all.getFirst().at();
    assertEquals(first, all.get(1).at(), "one append has one commit time");
    var last = all.getLast().at();
    assertEquals(events(all), events(committed(first, last.plus(1, ChronoUnit.MICROS))));
    assertEquals(List.of(), committed(first, first));
    assertEquals(
        all.stream().filter(it -> it.at().isBefore(last)).map(Committed::event).toList(),
        events(committed(first, last)));
    assertEquals(
        all.stream().filter(it -> it.at().isAfter(first)).map(Committed::event).toList(),
        events(committed(first.plus(1, ChronoUnit.MICROS), EventLog.END)));
  }

  /** More than a page of any adapter, in every shard, some of them at the same moment. */
  @Test
  void historyBetweenTwoTimesIsInTheOrderOfCommits() {
    var appended = new ArrayList<String>();
    for (int i = 0; i < 25; i++) {
      var name = "%s-%02d".formatted(stream, 99 - i);
      store().append(streamOf(name, 13), List.of());
      appended.add(name);
    }
    var all = committed();
    assertEquals(25 * 13, all.size());
    assertEquals(
        all.stream().map(Committed::at).sorted().toList(),
        all.stream().map(Committed::at).toList());
    assertEquals(25 * 13, Set.copyOf(events(all)).size());
    all.forEach(it -> assertTrue(!it.seenAt().isBefore(it.at()), it::toString));
    assertEquals(1, all.stream().map(Committed::seenAt).distinct().count());
  }

  private static List<RecordedEvent> streamOf(String name, int events) {
    return LongStream.rangeClosed(1, events)
        .mapToObj(version -> event(name, version, "{}"))
        .toList();
  }

  @Test
  void whoReadsHistoryCanStop() {
    store().append(some(5), List.of());
    var found = new ArrayList<RecordedEvent>();
    history()
        .readByTime(
            committed().getFirst().at(),
            EventLog.END,
            it -> {
              found.add(it.event());
              return found.size() < 2;
            });
    assertEquals(2, found.size());
  }

  private static RecordedEvent at(RecordedEvent event, Instant time) {
    return new RecordedEvent(
        event.id(),
        event.service(),
        event.stream(),
        event.version(),
        event.type(),
        event.schema(),
        time,
        event.payload(),
        event.metadata());
  }
}
