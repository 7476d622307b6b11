package dev.eventfold.simulation.choices;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The steps of a run, for people; costs nothing while nobody wants to read it. */
public final class Trace {

  private final boolean isOn;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  public Trace(boolean isOn) {
    this.isOn = isOn;
  }

  public boolean isOn() {
    return isOn;
  }

  public void add(Supplier<String> line) {
    if (isOn) {
      lines.add(line.get());
    }
  }

  /** A short name for a long id. */
  public void name(String id, Supplier<String> name) {
    if (isOn) {
      names.putIfAbsent(id, name.get());
    }
  }

  /** The lines so far, with short names where there are any. */
  public List<String> lines() {
    return lines.stream().map(this::readable).toList();
  }

  public String readable(String text) {
    var readable = text;
    for (var name : names.entrySet()) {
      readable = readable.replace(name.getKey(), name.getValue());
    }
    return readable;
  }
}
