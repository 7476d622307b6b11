package dev.eventfold.commands;

import dev.eventfold.events.RecordedEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

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

  private static final int FULL_BLOCKS = AT_LEAST / BLOCK;

  static final RecentCommands NONE = new RecentCommands(List.of(), Map.of());

  /**
   * A command whose events are in the stream.
   *
   * @param id a UUID
   * @param first the version of its first event
   * @param last the version of its last event
   */
  public record Seen(String id, long first, long last) {

    private Seen until(long version) {
      return new Seen(id, first, version);
    }

    private String line() {
      return "\n" + id + " " + first + " " + last;
    }

    /** Those of a text from one's line break on. */
    private static Stream<Seen> parse(String lines) {
      return lines.lines().skip(1).map(line -> line.split(" ")).map(Seen::of);
    }

    private static Seen of(String[] words) {
      return new Seen(words[0], Long.parseLong(words[1]), Long.parseLong(words[2]));
    }
  }

  /**
   * Those that are complete, a line a command, the oldest first: stored and loaded as they are, for
   * few are ever asked for.
   */
  private final List<String> full;

  /** By id, in the order of the stream. Never changed once it is here. */
  private final Map<String, Seen> newest;

  private RecentCommands(List<String> full, Map<String, Seen> newest) {
    this.full = full;
    this.newest = newest;
  }

  /**
   * @param blocks as {@link #blocks} gives them
   */
  static RecentCommands stored(List<String> blocks) {
    if (blocks.isEmpty()) {
      return NONE;
    }
    int last = blocks.size() - 1;
    var newest = new LinkedHashMap<String, Seen>();
    Seen.parse(blocks.get(last)).forEach(seen -> newest.put(seen.id(), seen));
    return new RecentCommands(List.copyOf(blocks.subList(0, last)), newest);
  }

  /** All of them, to be stored: texts of at most {@value #BLOCK} lines, the oldest first. */
  List<String> blocks() {
    return Stream.concat(full.stream(), Stream.of(text(newest))).toList();
  }

  private static String text(Map<String, Seen> block) {
    return block.values().stream().map(Seen::line).collect(Collectors.joining());
  }

  /**
   * @param seen in the order of the stream
   */
  public static RecentCommands of(List<Seen> seen) {
    return NONE.with(seen);
  }

  RecentCommands plus(List<RecordedEvent> events) {
    return with(
        events.stream()
            .map(it -> new Seen(it.metadata().commandId(), it.version(), it.version()))
            .toList());
  }

  private RecentCommands with(List<Seen> more) {
    var blocks = new ArrayList<>(full);
    var block = new LinkedHashMap<>(newest);
    for (var seen : more) {
      var begun = block.get(seen.id());
      if (begun == null && block.size() == BLOCK) {
        blocks.add(text(block));
        block = new LinkedHashMap<>();
      }
      block.put(seen.id(), begun == null ? seen : begun.until(seen.last()));
    }
    int tooMany = Math.max(0, blocks.size() - FULL_BLOCKS);
    return new RecentCommands(List.copyOf(blocks.subList(tooMany, blocks.size())), block);
  }

  Optional<Seen> find(String id) {
    return Optional.ofNullable(newest.get(id))
        .or(() -> full.stream().flatMap(block -> find(id, block)).findFirst());
  }

  private static Stream<Seen> find(String id, String block) {
    int at = block.indexOf("\n" + id + " ");
    return at < 0 ? Stream.empty() : Seen.parse(block.substring(at)).limit(1);
  }

  /** Whether the stream has no others. */
  boolean areAll() {
    return list().findFirst().map(seen -> seen.first() == 1).orElse(true);
  }

  /** In the order of the stream. */
  Stream<Seen> list() {
    return Stream.concat(full.stream().flatMap(Seen::parse), newest.values().stream());
  }

  int size() {
    return full.size() * BLOCK + newest.size();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof RecentCommands that && blocks().equals(that.blocks());
  }

  @Override
  public int hashCode() {
    return blocks().hashCode();
  }

  @Override
  public String toString() {
    return list().toList().toString();
  }
}
