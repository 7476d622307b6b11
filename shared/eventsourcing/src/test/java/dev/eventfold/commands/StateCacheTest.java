package dev.eventfold.commands;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.Tab;
import dev.eventfold.commands.StateCache.Entry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StateCacheTest {

  private static Entry<String> entry(long version, long provenAt) {
    var stream = new LoadedStream<>("tab", version, "state", RecentCommands.NONE, 0);
    return new Entry<>(stream, Tab.NOON.plusSeconds(provenAt));
  }

  /** Two commands at once put theirs in any order. */
  @ParameterizedTest
  @CsvSource({"1, 9, 2, 1", "2, 1, 2, 9"})
  void ofTwoStatesTheLaterOneIsKept(long version, long provenAt, long later, long laterProvenAt) {
    var older = entry(version, provenAt);
    var newer = entry(later, laterProvenAt);
    for (var order : List.of(List.of(older, newer), List.of(newer, older))) {
      var cache = new StateCache<String>();
      order.forEach(cache::put);
      assertEquals(Optional.of(newer), cache.get("tab"));
    }
  }
}
