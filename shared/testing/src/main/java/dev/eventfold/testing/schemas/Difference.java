package dev.eventfold.testing.schemas;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;

/** How what is written differs from what was, field by field. */
final class Difference {

  private final List<String> found = new ArrayList<>();

  private Difference() {}

  /** Each change in words that follow the name of whoever writes. */
  static List<String> between(JsonNode was, JsonNode is) {
    var difference = new Difference();
    difference.compare("", was, is);
    return difference.found;
  }

  private void compare(String path, JsonNode was, JsonNode is) {
    if (was.isObject() && is.isObject()) {
      var names = new LinkedHashSet<String>();
      was.fieldNames().forEachRemaining(names::add);
      is.fieldNames().forEachRemaining(names::add);
      names.forEach(name -> compare(Words.path(path, name), was.path(name), is.path(name)));
    } else if (was.isArray() && is.isArray() && was.size() == is.size()) {
      for (int i = 0; i < was.size(); i++) {
        compare("%s[%d]".formatted(path, i), was.get(i), is.get(i));
      }
    } else if (is.isMissingNode()) {
      found.add("does not write " + path + " any more");
    } else if (was.isMissingNode()) {
      found.add("writes " + path + ", which is not in it");
    } else if (!Words.kind(was).equals(Words.kind(is))) {
      found.add("writes %s as %s, which is %s".formatted(path, Words.kind(is), Words.kind(was)));
    } else if (!was.equals(is)) {
      found.add("writes %s as %s, which is %s".formatted(path, is, was));
    }
  }
}
