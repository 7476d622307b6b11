package restaurant.system;

import static java.util.stream.Collectors.joining;

import java.util.Locale;
import java.util.stream.Stream;

/** Rows and numbers, the same wherever they are written. */
final class MarkdownTable {

  private MarkdownTable() {}

  static String row(Object... cells) {
    return Stream.of(cells).map(Object::toString).collect(joining(" | ", "| ", " |\n"));
  }

  static String text(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }
}
