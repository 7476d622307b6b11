package dev.eventfold.commands;

import dev.eventfold.events.RecordedEvent;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

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

  static final RecentCommands NONE = new RecentCommands(List.of());

  /**
   * A command whose events are in the stream.
   *
   * @param first the version of its first event
   * @param last the version of its last event
   */
  public record Seen(String id, long first, long last) {

    private Seen until(long version) {
      return new Seen(id, first, version);
    }
  }

  /** By id, the oldest first. None is changed once it is here. */
  private final List<Map<String, Seen>> blocks;

  private RecentCommands(List<Map<String, Seen>> blocks) {
    this.blocks = blocks;
  }

  /**
   * @param seen in the order of the stream
   */
  public static RecentCommands of(List<Seen> seen) {
    var adding = new Adding(NONE);
    seen.forEach(adding::add);
    return adding.result();
  }

  RecentCommands plus(List<RecordedEvent> events) {
    var adding = new Adding(this);
    for (var event : events) {
      adding.add(new Seen(event.metadata().commandId(), event.version(), event.version()));
    }
    return adding.result();
  }

  Optional<Seen> find(String id) {
    return blocks.stream().filter(block -> block.containsKey(id)).map(it -> it.get(id)).findFirst();
  }

  /** Whether the stream has no others. */
  boolean areAll() {
    return blocks.isEmpty() || blocks.getFirst().values().stream().anyMatch(it -> it.first() == 1);
  }

  /** In the order of the stream. */
  List<Seen> list() {
    return blocks.stream()
        .flatMap(block -> block.values().stream())
        .sorted(Comparator.comparingLong(Seen::first))
        .toList();
  }

  int size() {
    return blocks.stream().mapToInt(Map::size).sum();
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

    private final ArrayList<Map<String, Seen>> blocks;
    private Map<String, Seen> newest;

    Adding(RecentCommands start) {
      blocks = new ArrayList<>(start.blocks);
      newest = blocks.isEmpty() ? new HashMap<>() : new HashMap<>(blocks.removeLast());
    }

    void add(Seen seen) {
      var begun = newest.get(seen.id());
      if (begun != null) {
        newest.put(seen.id(), begun.until(seen.last()));
        return;
      }
      if (newest.size() == BLOCK) {
        blocks.add(newest);
        newest = new HashMap<>();
      }
      newest.put(seen.id(), seen);
    }

    RecentCommands result() {
      blocks.add(newest);
      int tooMany = Math.max(0, blocks.size() - BLOCKS);
      return new RecentCommands(List.copyOf(blocks.subList(tooMany, blocks.size())));
    }
  }
}
