package dev.eventfold.commands;

import dev.eventfold.events.RecordedEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The commands that made the end of a stream: the last {@value #AT_LEAST} of them and a few more.
 * Who asks for an older one asks the store. Immutable, so that many threads can share it; one more
 * command costs the same however many there were.
 */
public final class RecentCommands {

  /** How many are always known. */
  public static final int AT_LEAST = 450;

  /** How many are copied for one more, at most. */
  private static final int BLOCK = 50;

  private static final int BLOCKS = AT_LEAST / BLOCK + 1;

  private static final char TIMES = '*';

  static final RecentCommands NONE = new RecentCommands(List.of());

  /**
   * A command whose events are in the stream.
   *
   * @param first the version of its first event
   * @param last the version of its last event
   */
  record Seen(String id, long first, long last) {

    private Seen until(long version) {
      return new Seen(id, first, version);
    }
  }

  /**
   * Some that follow one another.
   *
   * @param from the version of their first event
   * @param byId not changed once it is here
   */
  private record Block(long from, Map<String, Seen> byId) {}

  /** The oldest first. */
  private final List<Block> blocks;

  private RecentCommands(List<Block> blocks) {
    this.blocks = blocks;
  }

  /**
   * Those of a {@link #text}.
   *
   * @param last the version of the event that it ends with
   */
  public static RecentCommands of(String text, long last) {
    var known = new ArrayList<Seen>();
    long end = last;
    for (var word : List.of(text.split(" ")).reversed()) {
      int times = word.indexOf(TIMES);
      var id = times < 0 ? word : word.substring(0, times);
      long events = times < 0 ? 1 : Long.parseLong(word.substring(times + 1));
      known.add(new Seen(id, end - events + 1, end));
      end -= events;
    }
    var adding = new Adding(NONE);
    known.reversed().forEach(adding::add);
    return adding.result();
  }

  /**
   * A word for each, in the order of the stream: its id, which has no space, and {@code *3} where
   * it made three events. In a snapshot, a quarter of the work of an object for each.
   */
  String text() {
    return list().stream()
        .map(
            seen -> {
              long events = seen.last() - seen.first() + 1;
              return events == 1 ? seen.id() : seen.id() + TIMES + events;
            })
        .collect(Collectors.joining(" "));
  }

  RecentCommands plus(List<RecordedEvent> events) {
    var adding = new Adding(this);
    for (var event : events) {
      adding.add(new Seen(event.metadata().commandId(), event.version(), event.version()));
    }
    return adding.result();
  }

  Optional<Seen> find(String id) {
    for (var block : blocks) {
      var seen = block.byId().get(id);
      if (seen != null) {
        return Optional.of(seen);
      }
    }
    return Optional.empty();
  }

  /** Whether the stream has no others. */
  boolean areAll() {
    return blocks.isEmpty() || blocks.getFirst().from() == 1;
  }

  /** In the order of the stream. */
  List<Seen> list() {
    return blocks.stream()
        .flatMap(block -> block.byId().values().stream())
        .sorted(Comparator.comparingLong(Seen::first))
        .toList();
  }

  int size() {
    return blocks.stream().mapToInt(block -> block.byId().size()).sum();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecentCommands that && list().equals(that.list());
  }

  @Override
  public int hashCode() {
    return list().hashCode();
  }

  @Override
  public String toString() {
    return list().toString();
  }

  /** A copy of the last block takes what is new, and the oldest block goes when there is a new. */
  private static final class Adding {

    private final ArrayList<Block> blocks;
    private long from;
    private Map<String, Seen> newest;

    Adding(RecentCommands start) {
      blocks = new ArrayList<>(start.blocks);
      var last = blocks.isEmpty() ? new Block(0, Map.of()) : blocks.removeLast();
      from = last.from();
      newest = new HashMap<>(last.byId());
    }

    void add(Seen seen) {
      var begun = newest.get(seen.id());
      if (begun != null) {
        newest.put(seen.id(), begun.until(seen.last()));
        return;
      }
      if (newest.size() == BLOCK) {
        blocks.add(new Block(from, newest));
        newest = new HashMap<>();
      }
      if (newest.isEmpty()) {
        from = seen.first();
      }
      newest.put(seen.id(), seen);
    }

    RecentCommands result() {
      if (!newest.isEmpty()) {
        blocks.add(new Block(from, newest));
      }
      int tooMany = Math.max(0, blocks.size() - BLOCKS);
      return new RecentCommands(List.copyOf(blocks.subList(tooMany, blocks.size())));
    }
  }
}
