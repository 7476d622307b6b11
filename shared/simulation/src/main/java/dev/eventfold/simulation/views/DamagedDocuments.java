package dev.eventfold.simulation.views;

import dev.eventfold.documents.QueryStore.Key;
import dev.eventfold.simulation.world.World;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * The documents that somebody has damaged: each from then on until it is again what all of its
 * events say. A projector may have dropped one meanwhile that seemed to be applied.
 */
public final class DamagedDocuments {

  private final World world;
  private final Oracle oracle;
  private final Map<Key, Instant> hurt = new HashMap<>();
  private final Map<Key, Instant> healed = new HashMap<>();

  public DamagedDocuments(World world, Oracle oracle) {
    this.world = world;
    this.oracle = oracle;
  }

  /** Notes what somebody damages, and what is counted by it. */
  void open(Key key) {
    Stream.concat(Stream.of(key), counted(key))
        .forEach(
            it -> {
              hurt.put(it, world.now());
              healed.remove(it);
            });
  }

  /** With the checkpoint of a stream, whatever its events change is wrong. */
  private Stream<Key> counted(Key key) {
    var collection = World.without(key.collection());
    return collection.equals(key.collection())
        ? Stream.of()
        : world.journal().stream(World.source(key.id()), World.stream(key.id())).stream()
            .flatMap(event -> oracle.changedBy(World.view(collection), event))
            .map(id -> new Key(collection, id));
  }

  /** Looks which of them are well by now, or are read by nobody. */
  public void heal() {
    var verdicts = new HashMap<String, Verdict>();
    for (var key : hurt.keySet().stream().filter(this::isOpen).toList()) {
      var collection = World.without(key.collection());
      boolean isRead = world.readable(World.view(collection)).contains(collection);
      if (!isRead || verdicts.computeIfAbsent(collection, this::verdict).isWell(key)) {
        healed.put(key, world.now());
      }
    }
  }

  private Verdict verdict(String collection) {
    return oracle.verdict(world.journal(), world.views(), collection);
  }

  /** Whether it is damaged. */
  public boolean isOpen(Key key) {
    return hurt.containsKey(key) && !healed.containsKey(key);
  }

  /** Whether somebody has damaged it after that. */
  public boolean isHurtAfter(Key key, Instant then) {
    return Optional.ofNullable(hurt.get(key)).filter(it -> it.isAfter(then)).isPresent();
  }

  /** Whether it has been damaged at some time since then. */
  public boolean wasOpen(Key key, Instant since) {
    return isOpen(key)
        || Optional.ofNullable(healed.get(key)).filter(it -> !it.isBefore(since)).isPresent();
  }

  /** The documents of a view that have been damaged at some time since then, in any collection. */
  public Set<String> of(String view, Instant since) {
    return hurt.keySet().stream()
        .filter(key -> World.view(key.collection()).equals(view) && wasOpen(key, since))
        .map(Key::id)
        .collect(Collectors.toSet());
  }
}
