package dev.eventfold.simulation.clients;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** What all clients know: what was there to be seen in the answers. */
public final class Known {

  private final Map<String, List<String>> aggregates = new HashMap<>();
  private final Map<String, Long> versions = new HashMap<>();

  public void learn(String service, String id, long version) {
    if (!of(service).contains(id)) {
      aggregates.computeIfAbsent(service, name -> new ArrayList<>()).add(id);
    }
    versions.merge(id, version, Math::max);
  }

  /** The ids of a service's aggregates, the one that was heard of first being the first. */
  public List<String> of(String service) {
    return aggregates.getOrDefault(service, List.of());
  }

  /** The last version that an answer told of; 0 where none did. */
  public long version(String id) {
    return versions.getOrDefault(id, 0L);
  }

  public boolean isNothing() {
    return versions.isEmpty();
  }
}
