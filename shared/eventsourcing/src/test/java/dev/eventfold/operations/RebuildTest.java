package dev.eventfold.operations;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import dev.eventfold.Tab;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.ForwardingQueryStore;
import dev.eventfold.documents.Query;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.documents.Revision;
import dev.eventfold.documents.Write;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.projections.Feed;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class RebuildTest {

  private static final String NEW = "new";

  private final Bar bar = new Bar();
  private final AtomicInteger commits = new AtomicInteger();

  private final QueryStore counting =
      new ForwardingQueryStore(bar.views) {
        @Override
        public List<Revision> commit(List<Write> writes) {
          commits.incrementAndGet();
          return super.commit(writes);
        }
      };

  private static Feed<?, ?> feed(int view) {
    return Bar.FEEDS.get(view).into(NEW);
  }

  private Rebuild rebuild(Feed<?, ?> feed, QueryStore views) {
    return new Rebuild(List.of(feed), bar, views, attempt -> {}, Parallel.threads(16));
  }

  private List<Document> all(String collection) {
    return bar.views.page(collection, Query.first(100_000));
  }

  private void assertIsLike(String old) {
    assertEquals(
        all(old).stream().map(Document::content).toList(),
        all(NEW).stream().map(Document::content).toList());
  }

  private void many(int tabs) {
    for (int i = 0; i < tabs; i++) {
      var id = UUID.nameUUIDFromBytes(new byte[] {(byte) i, (byte) (i >> 8)}).toString();
      var tab = Tab.recorded(id, 3);
      bar.events.append(tab, List.of());
      bar.deliver(tab);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aCollectionIsFilledWithWhatProjectorsMadeOfTheSameEvents(int view) {
    many(50);
    assertEquals(List.of(), rebuild(feed(view), bar.views).fill(read -> {}));
    assertIsLike(Bar.FEEDS.get(view).view().collection());
    assertEquals(List.of(), bar.verifier(feed(view)).verify(read -> {}));
    assertEquals(List.of(), all("rebuilds"));
  }

  /** A thousand tabs at one table were a thousand commits to the same document. */
  @Test
  void aDocumentOfManyStreamsIsWrittenOnce() {
    many(1_000);
    rebuild(feed(1), counting).fill(read -> {});
    assertTrue(commits.get() <= 25, () -> commits + " commits");
    assertEquals(1_000 * 3 + Bar.DRINKS, all(NEW).getFirst().body().get().path("drinks").asInt());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void aStoreThatFailsNowAndThenEndsNothingAndDoublesNothing(int view) {
    many(50);
    var moody =
        new ForwardingQueryStore(bar.views) {
          private int calls;

          @Override
          public synchronized List<Revision> commit(List<Write> writes) {
            if (calls++ % 2 == 0) {
              // Sometimes it had happened.
              if (calls % 4 == 1) {
                super.commit(writes);
              }
              throw new TransientFailure("not now", null);
            }
            return super.commit(writes);
          }
        };
    rebuild(feed(view), moody).fill(read -> {});
    assertIsLike(Bar.FEEDS.get(view).view().collection());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void whatWasInterruptedGoesOnWhereItStopped(int view) {
    many(6_000);
    var failing =
        new ForwardingQueryStore(bar.views) {
          @Override
          public List<Revision> commit(List<Write> writes) {
            if (commits.incrementAndGet() > 40) {
              throw new IllegalStateException("the power is gone");
            }
            return super.commit(writes);
          }
        };
    assertThrows(IllegalStateException.class, () -> rebuild(feed(view), failing).fill(read -> {}));
    assertTrue(all(NEW).size() > 1_000, () -> all(NEW).size() + " documents");
    var read = new AtomicInteger();
    rebuild(feed(view), bar.views).fill(more -> read.incrementAndGet());
    int all = 6_000 * 4 + 40 + Bar.DRINKS;
    assertTrue(read.get() < all - 2_000, () -> read + " of " + all);
    assertIsLike(Bar.FEEDS.get(view).view().collection());
  }

  private QueryStore failingAfter(int most) {
    return new ForwardingQueryStore(bar.views) {
      @Override
      public List<Revision> commit(List<Write> writes) {
        if (commits.incrementAndGet() > most) {
          throw new IllegalStateException("the power is gone");
        }
        return super.commit(writes);
      }
    };
  }

  /** How many events are read by who goes on after so many commits. */
  private int readAgainAfter(int most) {
    var lost =
        new Rebuild(List.of(feed(0)), bar, failingAfter(most), attempt -> {}, Parallel.IN_TURN);
    assertThrows(IllegalStateException.class, () -> lost.fill(read -> {}));
    var read = new AtomicInteger();
    rebuild(feed(0), bar.views).fill(more -> read.incrementAndGet());
    assertIsLike("bills");
    return read.get();
  }

  @Test
  void aPartThatIsDoneIsNotReadAgain() {
    many(200);
    // What it has made, and that it is done: the last part alone is not.
    int again = readAgainAfter(2 * 15);
    assertTrue(again < 25 * 4 + 40 + Bar.DRINKS, () -> again + " events");
  }

  @Test
  void ofALargePartOnlyWhatFollowsTheLastBatchIsReadAgain() {
    for (int n = 0; n < 1_000; n++) {
      var tab = Tab.recorded("tab-x%04d".formatted(n), 1);
      bar.events.append(tab, List.of());
      bar.deliver(tab);
    }
    // Three batches of two hundred; forty of them are the bar's own.
    assertEquals((40 + 1_000 - 600) * 2, readAgainAfter(2 * 3));
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 2})
  void whatSomebodyCorruptsMeanwhileIsWrittenOver(int view) {
    var place = new QueryStore.Key("rebuilds", NEW + "~bar~0");
    bar.views.corrupt(place);
    all(Bar.FEEDS.get(view).view().collection())
        .forEach(it -> bar.views.corrupt(new QueryStore.Key(NEW, it.id())));
    rebuild(feed(view), bar.views).fill(read -> {});
    assertIsLike(Bar.FEEDS.get(view).view().collection());
    assertTrue(bar.document(place).isEmpty());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatComesMeanwhileIsCaughtUpWith(int view) {
    many(50);
    var since = bar.later();
    var meanwhile = Tab.recorded("tab-meanwhile", 2);
    var filling = rebuild(feed(view), bar.views);
    filling.fill(read -> {});
    bar.events.append(meanwhile, List.of());
    bar.deliver(meanwhile);
    assertEquals(List.of(), filling.catchUp(since, read -> {}));
    assertIsLike(Bar.FEEDS.get(view).view().collection());
    assertEquals(List.of(), filling.catchUp(Instant.EPOCH, read -> {}));
    assertIsLike(Bar.FEEDS.get(view).view().collection());
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void theReadableEventsBeforeAnUnreadableOneAreKept(int view) {
    bar.events.append(
        List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":\"six\"}")), List.of());
    waitsForIt(view, Tab.recorded("tab-05", 8, "drunk", "{\"number\":7}"));
    assertEquals(1, rebuild(feed(view), bar.views).fill(read -> {}).size());
    assertIsLike(Bar.FEEDS.get(view).view().collection());
    var left = rebuild(feed(view), bar.views).catchUp(Instant.EPOCH, read -> {});
    assertTrue(left.getFirst().startsWith("bar tab-05@0000000007 drunk schema 1"), left::toString);
    assertIsLike(Bar.FEEDS.get(view).view().collection());
  }

  /** In a log, nothing waits. */
  private void waitsForIt(int view, RecordedEvent event) {
    bar.events.append(List.of(event), List.of());
    if (view == 2) {
      Tab.LOG.projector(bar.events, bar.views, attempt -> {}).on(event);
    }
  }

  @ParameterizedTest
  @CsvSource({"0, false", "1, false", "2, false", "0, true", "1, true", "2, true"})
  void theEventsBeforeAPlaceWithoutOneAreKept(int view, boolean isHole) {
    if (!isHole) {
      bar.events.corrupt("bar", "tab-05@0000000007");
    }
    waitsForIt(view, Tab.recorded("tab-05", 8, "drunk", "{\"number\":7}"));
    var rebuild = rebuild(feed(view), bar.views);
    assertEquals(List.of("bar tab-05@0000000007: there is no event"), rebuild.fill(read -> {}));
    assertIsLike(Bar.FEEDS.get(view).view().collection());
    rebuild.catchUp(Instant.EPOCH, read -> {});
    assertIsLike(Bar.FEEDS.get(view).view().collection());
  }

  /** A fill takes a sixteenth of the time, and a crash costs no more than that to repeat. */
  @Test
  void eachPartReadsItsShareOfTheStreams() {
    many(200);
    var read = new AtomicInteger();
    var shares = new ArrayList<Integer>();
    Parallel counting =
        tasks ->
            tasks.forEach(
                task -> {
                  int before = read.get();
                  task.run();
                  shares.add(read.get() - before);
                });
    new Rebuild(List.of(feed(0)), bar, bar.views, attempt -> {}, counting)
        .fill(more -> read.addAndGet((int) more));
    int theBar = 40 + Bar.DRINKS;
    assertEquals(200 * 4 + theBar, read.get());
    assertEquals(16, shares.size());
    // The bar's own tabs are all in the last part.
    assertTrue(shares.stream().allMatch(it -> it > 0 && it < 25 * 4 + theBar), shares::toString);
  }

  /** All at once for one document would lose races, to each other and to live events. */
  @ParameterizedTest
  @ValueSource(ints = {0, 1, 2})
  void whatIsCaughtUpWithIsAppliedOnceAndNeverTooMuchOfItAtOnce(int view) {
    var together = new ArrayList<Integer>();
    Parallel counting =
        tasks -> {
          together.add(tasks.size());
          Parallel.IN_TURN.run(tasks);
        };
    var read = new AtomicInteger();
    new Rebuild(List.of(feed(view)), bar, bar.views, attempt -> {}, counting)
        .catchUp(Instant.EPOCH, more -> read.addAndGet((int) more));
    int all = 40 + Bar.DRINKS;
    assertEquals(all, read.get());
    assertEquals(view == 1 ? 0 : all, together.stream().mapToInt(it -> it).sum());
    assertTrue(together.stream().allMatch(it -> it <= 16), together::toString);
    assertTrue(together.size() <= all / 16 + 1, together::toString);
    assertIsLike(Bar.FEEDS.get(view).view().collection());
  }

  @Test
  void twoAtOnceDoNotMixWhatIsMadeOfManyStreams() {
    rebuild(feed(1), bar.views).fill(read -> {});
    var drink = List.of(Tab.recorded("tab-05", 7, "drunk", "{\"number\":6}"));
    bar.events.append(drink, List.of());
    assertThrows(IllegalStateException.class, () -> rebuild(feed(1), bar.views).fill(read -> {}));
  }

  @Test
  void entriesWhoseTimeIsOverAreNotMadeAgain() {
    var lines = Bar.lines(Duration.ofMinutes(30)).into(NEW);
    rebuild(lines, bar.views).clock(() -> Tab.NOON.plusSeconds(3_600)).fill(read -> {});
    assertEquals(List.of(), all(NEW));
    rebuild(lines, bar.views).clock(() -> Tab.NOON).fill(read -> {});
    assertEquals(40 + Bar.DRINKS, all(NEW).size());
  }

  @Test
  void aStreamOfManyEventsIsWrittenOnce() {
    var tab = new ArrayList<>(Tab.recorded("tab-long", 2_000));
    for (int i = 0; i < tab.size(); i += 500) {
      bar.events.append(tab.subList(i, Math.min(i + 500, tab.size())), List.of());
    }
    rebuild(feed(0), counting).fill(read -> {});
    var written = new HashMap<String, Long>();
    all(NEW).forEach(document -> written.put(document.id(), document.version()));
    assertEquals(2_001, written.get("tab-long"));
    assertTrue(commits.get() < 10, () -> commits + " commits");
    assertEquals(Optional.empty(), all(NEW).stream().filter(it -> it.version() == 0).findAny());
  }
}
