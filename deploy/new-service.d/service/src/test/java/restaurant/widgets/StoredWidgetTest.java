package restaurant.widgets;

import static org.junit.jupiter.api.Assertions.assertEquals;

import dev.eventfold.commands.LoadedStream;
import dev.eventfold.commands.RecentCommands;
import dev.eventfold.memory.InMemoryQueryStore;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class StoredWidgetTest {

  @Test
  void snapshotsGiveBackWhatTheyWereGiven() {
    var snapshots = Widgets.WIDGET.snapshots("widgets", new InMemoryQueryStore());
    var state = new Widget.State.Added("First");
    var commands = RecentCommands.of("command", 3);
    var folded = new LoadedStream<Widget.State>("id", 3, state, commands, 0).measured();
    snapshots.save(folded);
    assertEquals(Optional.of(folded), snapshots.load("id"));
  }
}
