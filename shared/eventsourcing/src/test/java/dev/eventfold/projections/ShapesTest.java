package dev.eventfold.projections;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import dev.eventfold.Tab;
import dev.eventfold.documents.Document;
import dev.eventfold.documents.Write;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.events.TypedEvent;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryEventStore;
import dev.eventfold.memory.InMemoryQueryStore;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Two versions of the code write one view, each in a shape of its own. */
class ShapesTest {

  private static final int DRINKS = 230;

  /** What a tab is to the first version, beside how often it was talked about. */
  record Tab1(String table, int drinks) {}

  record View1(Optional<Tab1> tab, long talks) {}

  /** The second one calls the table otherwise, and wants to know of the last drink. */
  record Tab2(String place, int drinks, int last) {}

  record View2(Optional<Tab2> tab, long talks) {}

  private static final View<View1> OLD =
      new View<>("tabs", View1.class, view -> index(view.talks(), view.tab().map(Tab1::drinks)));
  private static final View<View2> NEW =
      new View<>("tabs", View2.class, view -> index(view.talks(), view.tab().map(Tab2::last)), 2);

  private static Map<String, Object> index(long talks, Optional<Integer> drinks) {
    return Map.of("talks", talks, "drinks", (long) drinks.orElse(0));
  }

  /** The view's part that follows from the tab. */
  private interface FromTab<V> extends Projection<Tab.Event, V> {
    @Override
    default Set<String> fieldsOfOthers() {
      return Set.of("talks");
    }
  }

  private static final FromTab<View1> FROM_TAB_1 =
      (id, view, event) -> {
        long talks = view.map(View1::talks).orElse(0L);
        var tab =
            switch (event.event()) {
              case Tab.Event.Opened(var table) -> Optional.of(new Tab1(table, 0));
              case Tab.Event.Drunk drunk ->
                  view.flatMap(View1::tab).map(old -> new Tab1(old.table(), old.drinks() + 1));
            };
        return Optional.of(new View1(tab, talks));
      };

  private static final FromTab<View2> FROM_TAB_2 =
      (id, view, event) -> {
        long talks = view.map(View2::talks).orElse(0L);
        var tab =
            switch (event.event()) {
              case Tab.Event.Opened(var table) -> Optional.of(new Tab2(table, 0, 0));
              case Tab.Event.Drunk(var last) ->
                  view.flatMap(View2::tab)
                      .map(old -> new Tab2(old.place(), old.drinks() + 1, last));
            };
        return Optional.of(new View2(tab, talks));
      };

  private static Feed<Tab.Event, View1> old() {
    return new Feed<>(OLD, "bar", Tab.TYPES, FROM_TAB_1, Checkpoint.IN_DOCUMENT);
  }

  private static Feed<Tab.Event, View2> fresh() {
    return new Feed<>(NEW, "bar", Tab.TYPES, FROM_TAB_2, Checkpoint.IN_DOCUMENT);
  }

  /** The part that follows from gossip: one more talk for each event of a stream of its own. */
  private static <V> Feed<Tab.Event, V> gossip(View<V> view, Talked<V> talked) {
    return new Feed<>(
        view,
        "gossip",
        Tab.TYPES,
        new Projection<>() {
          @Override
          public Set<String> fieldsOfOthers() {
            return Set.of("tab");
          }

          @Override
          public Set<String> documents(TypedEvent<Tab.Event> event) {
            return Set.of("tab-1");
          }

          @Override
          public Optional<V> evolve(String id, Optional<V> shown, TypedEvent<Tab.Event> event) {
            return Optional.of(talked.oneMore(shown));
          }
        },
        Checkpoint.PER_STREAM);
  }

  private interface Talked<V> {
    V oneMore(Optional<V> view);
  }

  private static Feed<Tab.Event, View1> oldGossip() {
    return gossip(OLD, v -> new View1(v.flatMap(View1::tab), v.map(View1::talks).orElse(0L) + 1));
  }

  private static Feed<Tab.Event, View2> freshGossip() {
    return gossip(NEW, v -> new View2(v.flatMap(View2::tab), v.map(View2::talks).orElse(0L) + 1));
  }

  private final InMemoryEventStore bar = new InMemoryEventStore();
  private final InMemoryEventStore gossips = new InMemoryEventStore();
  private final InMemoryQueryStore views = new InMemoryQueryStore();
  private final List<RecordedEvent> stream = Tab.recorded("tab-1", DRINKS);
  private final List<RecordedEvent> talks = Tab.recorded("talk", 9);

  @BeforeEach
  void store() {
    bar.append(stream, List.of());
    gossips.append(talks, List.of());
  }

  private Projector<?, ?> projector(Feed<?, ?> feed) {
    var events = feed.source().equals("bar") ? bar : gossips;
    return feed.projector(events, views, attempt -> {});
  }

  private Document.Content document() {
    var key = OLD.key("tab-1");
    return views.get(Set.of(key)).get(key).content();
  }

  @Test
  void newCodeMakesOldDocumentsAnew() {
    projector(old()).on(stream.get(199));
    projector(fresh()).on(stream.get(200));
    assertEquals(
        Optional.of(new View2(Optional.of(new Tab2("7", 200, 200)), 0)), NEW.shown(document()));
    assertEquals(201, document().version());
    assertEquals(200L, document().index().get("drinks"));
  }

  @Test
  void oldCodeMakesNewDocumentsAnewAfterARollback() {
    projector(fresh()).on(stream.get(10));
    projector(freshGossip()).on(talks.get(0));
    projector(old()).on(stream.get(11));
    assertEquals(Optional.of(new View1(Optional.of(new Tab1("7", 11)), 1)), OLD.shown(document()));
  }

  /** Whatever delivers what to whom: nothing is lost, and nothing is counted twice. */
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void bothVersionsSideBySideLoseNothing(boolean newEndsIt) {
    for (int seed = 0; seed < 20; seed++) {
      var store = new InMemoryQueryStore();
      var random = new Random(seed);
      var all = new ArrayList<>(stream.subList(0, 20));
      all.addAll(talks);
      Collections.shuffle(all, random);
      var ofTab =
          List.of(old().projector(bar, store, a -> {}), fresh().projector(bar, store, a -> {}));
      var ofTalk =
          List.of(
              oldGossip().projector(gossips, store, a -> {}),
              freshGossip().projector(gossips, store, a -> {}));
      for (var event : all) {
        (event.stream().equals("talk") ? ofTalk : ofTab).get(random.nextInt(2)).on(event);
      }
      var last = stream.get(20);
      (newEndsIt ? fresh() : old()).projector(bar, store, a -> {}).on(last);
      var key = OLD.key("tab-1");
      var content = store.get(Set.of(key)).get(key).content();
      if (newEndsIt) {
        assertEquals(
            Optional.of(new View2(Optional.of(new Tab2("7", 20, 20)), 10)), NEW.shown(content));
      } else {
        assertEquals(
            Optional.of(new View1(Optional.of(new Tab1("7", 20)), 10)), OLD.shown(content));
      }
      assertEquals(10L, content.index().get("talks"));
    }
  }

  @Test
  void whatManyStreamsSayKeepsTheShapeThatTheDocumentHas() {
    projector(fresh()).on(stream.get(10));
    projector(oldGossip()).on(talks.get(1));
    assertEquals(
        Optional.of(new View2(Optional.of(new Tab2("7", 10, 10)), 2)), NEW.shown(document()));
    assertThrows(AnotherShape.class, () -> OLD.shown(document()));
  }

  /** Where only the index is another: else it would be found by what it is no more. */
  @Test
  void whatManyStreamsSayIsFoundInAnotherShapeTooIfItCanBeUnderstood() {
    var later = new View<>("tabs", View1.class, OLD.index(), 3);
    var feed = new Feed<>(later, "bar", Tab.TYPES, FROM_TAB_1, Checkpoint.IN_DOCUMENT);
    projector(feed).on(stream.get(10));
    projector(oldGossip()).on(talks.get(1));
    assertEquals(
        Optional.of(new View1(Optional.of(new Tab1("7", 10)), 2)), later.shown(document()));
    assertEquals(Map.of("talks", 2L, "drinks", 10L), document().index());
  }

  @Test
  void aViewOfManyStreamsAloneIsLeftAlone() {
    var tables = Tab.TABLES;
    var other = new View<>("tables", Tab.Table.class, Tab.Table.VIEW.index(), 2);
    tables.projector(bar, views, a -> {}).on(stream.get(5));
    var key = other.key("table-7");
    var there = views.get(Set.of(key));
    var projector =
        new Feed<>(other, "bar", Tab.TYPES, new Tab.ToTable(), Checkpoint.PER_STREAM)
            .projector(bar, views, a -> {});
    assertThrows(AnotherShape.class, () -> projector.on(stream.get(6)));
    assertEquals(there, views.get(Set.of(key)));
  }

  @Test
  void aDocumentIsReadInTheShapeOfTheReader() {
    projector(old()).on(stream.get(DRINKS));
    projector(oldGossip()).on(talks.get(0));
    var there = document();
    var read = new Reshape<>(fresh(), bar).of(there);
    assertEquals(
        Optional.of(new View2(Optional.of(new Tab2("7", DRINKS, DRINKS)), 1)), NEW.shown(read));
    assertEquals(there.version(), read.version());
    assertEquals(there, document());
    assertEquals(there, new Reshape<>(old(), new InMemoryEventStore()).of(there));
    var reshape = new Reshape<>(fresh(), bar);
    assertThrows(AnotherShape.class, () -> reshape.of(List.of(there), DRINKS));
    assertEquals(List.of(read), reshape.of(List.of(there), DRINKS + 1));
  }

  @Test
  void aDocumentOfNoShapeIsMadeAnewAsWell() {
    var broken = Json.parse("{\"talks\":3,\"tab\":7}");
    views.commit(
        List.of(
            new Write(
                "tabs",
                new Document.Content("tab-1", 4, Optional.of(broken), Map.of()),
                new Write.Precondition.Absent())));
    projector(old()).on(stream.get(4));
    assertEquals(Optional.of(new View1(Optional.of(new Tab1("7", 4)), 3)), OLD.shown(document()));
  }
}
