package dev.eventfold.simulation.readers;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import dev.eventfold.simulation.views.DamagedDocuments;
import dev.eventfold.simulation.views.ExpectedViews;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** What readers have seen so far: whatever is shown later must go with it. */
public final class Observations {

  /** How far a document had come by its own stream, and by others. */
  record Progress(long version, long outside) {

    static final Progress NONE = new Progress(0, 0);

    static Progress of(ReadModel at, JsonNode shown) {
      return new Progress(shown.get("version").asLong(), at.outside(shown));
    }

    private Progress orLater(Progress other) {
      return new Progress(Math.max(version, other.version), Math.max(outside, other.outside));
    }

    boolean isBehind(Progress other) {
      return version < other.version || outside < other.outside;
    }
  }

  private final DamagedDocuments damaged;
  private final boolean mayGoBack;
  private final Map<String, Progress> progress = new HashMap<>();
  private final Map<String, JsonNode> byTag = new HashMap<>();
  private final Map<String, String> tagOf = new HashMap<>();
  private final Map<String, List<String>> tags = new HashMap<>();

  /**
   * @param mayGoBack whether what is shown later may be less
   */
  public Observations(DamagedDocuments damaged, boolean mayGoBack) {
    this.damaged = damaged;
    this.mayGoBack = mayGoBack;
  }

  /** How far every document was seen to be, by its path: who looks from now on sees no less. */
  Map<String, Progress> soFar() {
    return mayGoBack ? Map.of() : new HashMap<>(progress);
  }

  /** What may be shown as it is not, because somebody has damaged it: since then, for a while. */
  Set<String> doubtful(ReadModel at, Instant since) {
    return damaged.of(at.view(), since);
  }

  /** Notes what a view held. */
  void saw(ReadModel at, String path, JsonNode shown) {
    progress.merge(path, Progress.of(at, shown), Progress::orLater);
  }

  /**
   * Notes under which ETag something was shown.
   *
   * @return whether that tag has always meant this, and this has always had that tag
   */
  boolean tagged(String path, String tag, JsonNode shown) {
    var text = path + " " + Json.text(shown);
    var before = byTag.putIfAbsent(path + " " + tag, shown);
    if (before == null) {
      tags.computeIfAbsent(path, p -> new ArrayList<>()).add(tag);
    }
    return (before == null || ExpectedViews.isSame(before, shown))
        && tag.equals(tagOf.merge(text, tag, (old, same) -> old));
  }

  /** The tags that something was shown under, the last one last. */
  List<String> tags(String path) {
    return tags.getOrDefault(path, List.of());
  }

  /** What was shown under a tag; missing where nothing was. */
  Optional<JsonNode> of(String path, String tag) {
    return Optional.ofNullable(byTag.get(path + " " + tag));
  }
}
