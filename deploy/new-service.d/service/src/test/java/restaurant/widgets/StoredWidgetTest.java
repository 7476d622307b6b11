package restaurant.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.commands.LoadedStream;
import dev.eventfold.memory.InMemoryQueryStore;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredWidgetTest {

  @Test
  void snapshotsGiveBackWhatTheyWereGiven() {
    var snapshots = Widgets.WIDGET.snapshots("widgets", new InMemoryQueryStore());
    var state = new Widget.State.Added("First");
    var folded =
        new LoadedStream<Widget.State>(
            "id", 3, state, Map.of("command", new LoadedStream.Seen("hash", 3, 3)));
    snapshots.save(folded);
    assertEquals(Optional.of(folded), snapshots.load("id"));
  }
}
