package dev.eventfold.simulation.world;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.processes.Effect;
import dev.eventfold.processes.Outside;
import dev.eventfold.simulation.choices.Choices;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What was really done outside, whoever heard of it. */
public final class Ledger {

  /**
   * Something that was done, or refused for good.
   *
   * @param refusal why it was not done
   * @param times how often it was done
   */
  public record Entry(
      String effect,
      String key,
      JsonNode request,
      Optional<JsonNode> answer,
      Optional<String> refusal,
      int times) {

    public boolean isDone() {
      return answer.isPresent();
    }

    private Entry again() {
      return new Entry(effect, key, request, answer, refusal, times + 1);
    }
  }

  private final Map<String, Entry> entries = new LinkedHashMap<>();
  private final Map<String, Effect.Mode> modes;
  private final Provider provider;
  private final Choices choices;

  /**
   * @param modes of the effects, by their names: providers differ in what they do with a key
   */
  Ledger(Map<String, Effect.Mode> modes, Provider provider, Choices choices) {
    this.modes = modes;
    this.provider = provider;
    this.choices = choices;
  }

  /** Does it, once more where the provider looks at no keys. */
  JsonNode ask(String effect, String key, JsonNode request) {
    var before = entries.get(key);
    if (before == null) {
      entries.put(key, first(effect, key, request));
    } else if (modes.get(effect).equals(Effect.Mode.AT_MOST_ONCE)) {
      entries.put(key, before.again());
    }
    var entry = entries.get(key);
    return entry.answer().orElseThrow(() -> new Outside.Refused(entry.refusal().orElseThrow()));
  }

  private Entry first(String effect, String key, JsonNode request) {
    try {
      var answer = provider.does(effect, request, choices);
      return new Entry(effect, key, request, Optional.of(answer), Optional.empty(), 1);
    } catch (Outside.Refused refused) {
      var why = Optional.of(refused.getMessage());
      return new Entry(effect, key, request, Optional.empty(), why, 1);
    }
  }

  /** In the order in which they were asked for first. */
  public List<Entry> entries() {
    return new ArrayList<>(entries.values());
  }

  /** Those of one effect. */
  public List<Entry> of(String effect) {
    return entries.values().stream().filter(it -> it.effect().equals(effect)).toList();
  }
}
