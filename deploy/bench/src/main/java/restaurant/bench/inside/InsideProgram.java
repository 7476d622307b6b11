package restaurant.bench.inside;

import dev.eventfold.commands.Decider;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.EventTypes;
import dev.eventfold.gcp.firestore.EventDocument;
import dev.eventfold.json.Json;
import dev.eventfold.memory.InMemoryQueryStore;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import restaurant.menu.MenuItem;
import restaurant.menu.MenuItemCommand;
import restaurant.menu.MenuItemEvent;

/**
 * What our own code takes, in a process of its own, with stores that take nothing. Prints lines of
 * a name and a number.
 */
final class InsideProgram {

  private static final List<Integer> LENGTHS = List.of(10, 100, 1_000, 10_000, 100_000);
  private static final int STORED = 1_000;

  /** To one stream, at least. Every length has snapshots among them. */
  private static final int APPENDS = 100;

  /** How often what takes less than a millisecond is done in a round. */
  private static final int TIMES = 20;

  private InsideProgram() {}

  /**
   * @param arguments "fold" and the longest stream; or "memory", commands and streams
   */
  public static void main(String[] arguments) {
    int first = Integer.parseInt(arguments[1]);
    switch (arguments[0]) {
      case "fold" -> fold(first);
      case "memory" -> memory(first, Integer.parseInt(arguments[2]));
      default -> throw new IllegalArgumentException(arguments[0]);
    }
  }

  private static void say(String name, double value) {
    System.out.println(name + " " + value);
  }

  /** One round, after a warm-up. */
  private static void fold(int longest) {
    for (boolean isWarmup : List.of(true, false)) {
      keep(isWarmup, "decode", decoded(isWarmup ? 1.5 : 0.4));
      keep(isWarmup, "parse", parsed(isWarmup ? 0.5 : 0.2));
      for (int length : LENGTHS) {
        if (length <= longest && (!isWarmup || length <= 1_000)) {
          keep(isWarmup, "load/" + length, load(length, false));
          keep(isWarmup, "snapshot/" + length, load(length, true));
          keep(isWarmup, "append/" + length, append(length));
        }
      }
    }
  }

  private static void keep(boolean isWarmup, String name, double value) {
    if (!isWarmup) {
      say(name, value);
    }
  }

  /** Events a second, from the fields of their documents to the folded state. */
  private static double decoded(double seconds) {
    var documents = new ArrayList<Map<String, Object>>();
    for (int version = 1; version <= STORED; version++) {
      documents.add(EventDocument.fields(GeneratedStore.event("a", version)));
    }
    Decider<MenuItemCommand, MenuItemEvent, MenuItem.State> decider =
        Aggregates.MENU_ITEM.decider();
    EventTypes<MenuItemEvent> types = Aggregates.MENU_ITEM.events();
    long start = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - start < seconds * 1e9) {
      var state = decider.initial();
      for (var document : documents) {
        var event = EventDocument.read("menu", document);
        state = decider.evolve(state, types.read(event).orElseThrow().event());
      }
      if (!(state instanceof MenuItem.State.Active)) {
        throw new IllegalStateException(state.toString());
      }
      count += documents.size();
    }
    return count * 1e9 / (System.nanoTime() - start);
  }

  /** Payloads a second that Jackson alone makes trees of. */
  private static double parsed(double seconds) {
    var text = Json.text(GeneratedStore.event("a", 1).payload());
    long start = System.nanoTime();
    long count = 0;
    while (System.nanoTime() - start < seconds * 1e9) {
      for (int i = 0; i < STORED; i++) {
        count += Json.parse(text).size() / 2;
      }
    }
    return count * 1e9 / (System.nanoTime() - start);
  }

  /** Milliseconds that an instance takes for the first command on a stream, in a dry run. */
  private static double load(int length, boolean hasSnapshot) {
    var store = new GeneratedStore();
    store.seed("a", length - 1);
    Optional<QueryStore> snapshots =
        hasSnapshot ? Optional.of(new InMemoryQueryStore()) : Optional.empty();
    // Where the length is one of a snapshot, it is made now.
    Aggregates.modify(Aggregates.cold(store, snapshots), "a", length, false);
    int times = hasSnapshot ? TIMES : Math.max(1, 2_000 / length);
    long start = System.nanoTime();
    for (int i = 0; i < times; i++) {
      Aggregates.modify(Aggregates.cold(store, snapshots), "a", length + 1, true);
    }
    return (System.nanoTime() - start) / 1e6 / times;
  }

  /** Milliseconds of a command on a warm instance, that appends to a stream. */
  private static double append(int length) {
    int times = Math.clamp(10_000 / length, 1, TIMES);
    int appends = Math.max(APPENDS, length / 10);
    long took = 0;
    int done = 0;
    for (int i = 0; i < times; i++) {
      var store = new GeneratedStore();
      store.seed("a", length);
      var handler = Aggregates.cold(store, Optional.of(new InMemoryQueryStore()));
      Aggregates.modify(handler, "a", length + 1, false);
      long start = System.nanoTime();
      for (int n = 1; n <= appends && System.nanoTime() - start < 1_000_000_000L; n++) {
        Aggregates.modify(handler, "a", length + 1 + n, false);
        done++;
      }
      took += System.nanoTime() - start;
    }
    return took / 1e6 / done;
  }

  /** MiB of objects, at ten moments: what an instance keeps of the streams it has seen. */
  private static void memory(int commands, int streams) {
    var store = new GeneratedStore();
    var handler = Aggregates.cold(store, Optional.empty());
    for (int i = 0; i < streams; i++) {
      store.seed("stream-" + i, 1);
    }
    for (int done = 0; done < commands; done++) {
      var stream = "stream-" + done % streams;
      Aggregates.modify(handler, stream, 2 + done / streams, false);
      if ((done + 1) % (commands / 10) == 0) {
        System.gc();
        var used = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
        say("heap", used / 1024.0 / 1024.0);
      }
    }
    System.out.println("end 0");
    waitForEnd();
  }

  /** Who has started it looks at its memory, and ends it. */
  private static void waitForEnd() {
    try {
      Thread.currentThread().join();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
