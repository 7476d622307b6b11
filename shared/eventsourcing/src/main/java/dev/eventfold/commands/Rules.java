package dev.eventfold.commands;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** Collects every rule that a command's payload breaks, so that a client learns of all at once. */
public final class Rules {

  /**
   * Letters and symbols by Unicode that look like nothing: fillers of Hangul, a Braille of no dots.
   */
  private static final Set<Integer> BLANK_LETTERS = Set.of(0x115F, 0x1160, 0x2800, 0x3164, 0xFFA0);

  private final List<Rejection.Broken> broken = new ArrayList<>();

  /**
   * @param field the payload's field that must keep the rule
   * @param rule the rule in a sentence, a format for {@code values}
   */
  public Rules that(boolean kept, String field, String rule, Object... values) {
    if (!kept) {
      broken.add(new Rejection.Broken(field, rule.formatted(values)));
    }
    return this;
  }

  /** One line of text that shows something and is not too long. */
  public Rules text(String value, String field, String name, int maxLength) {
    that(value.codePoints().anyMatch(Rules::isVisible), field, name + " must be present.");
    that(
        value.codePoints().noneMatch(Rules::isControl),
        field,
        name + " must not have control characters.");
    return that(
        value.codePointCount(0, value.length()) <= maxLength,
        field,
        name + " must have at most %d characters.",
        maxLength);
  }

  /** Whether a character shows anything by itself: neither blank, nor a mark on another one. */
  private static boolean isVisible(int codePoint) {
    return !Character.isWhitespace(codePoint)
        && !Character.isSpaceChar(codePoint)
        && !BLANK_LETTERS.contains(codePoint)
        && switch (Character.getType(codePoint)) {
          case Character.CONTROL,
              Character.FORMAT,
              Character.SURROGATE,
              Character.UNASSIGNED,
              Character.NON_SPACING_MARK,
              Character.ENCLOSING_MARK ->
              false;
          default -> true;
        };
  }

  /** Line breaks are among them: no text of ours has lines. */
  private static boolean isControl(int codePoint) {
    return switch (Character.getType(codePoint)) {
      case Character.CONTROL, Character.LINE_SEPARATOR, Character.PARAGRAPH_SEPARATOR -> true;
      default -> false;
    };
  }

  /**
   * @throws Rejection a rule was broken
   */
  public void check() {
    if (!broken.isEmpty()) {
      throw new Rejection(Rejection.Kind.INVALID, broken);
    }
  }
}
