package restaurant.simulation;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The steps of a run, for people; costs nothing while nobody wants to read it. */
final class Trace {

  private final boolean isOn;
  private final List<String> lines = new ArrayList<>();
  private final Map<String, String> names = new LinkedHashMap<>();

  Trace(boolean isOn) {
    this.isOn = isOn;
  }

  boolean isOn() {
    return isOn;
  }

  void add(Supplier<String> line) {
    if (isOn) {
      lines.add(line.get());
    }
  }

  /** A short name for a long id. */
  void name(String id, Supplier<String> name) {
    if (isOn) {
      names.putIfAbsent(id, name.get());
    }
  }

  /** The lines so far, with short names where there are any. */
  List<String> lines() {
    return lines.stream().map(this::readable).toList();
  }

  String readable(String text) {
    var readable = text;
    for (var name : names.entrySet()) {
      readable = readable.replace(name.getKey(), name.getValue());
    }
    return readable;
  }
}
