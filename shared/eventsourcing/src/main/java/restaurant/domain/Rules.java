package restaurant.domain;

import java.util.ArrayList;
import java.util.List;
import restaurant.eventsourcing.Rejection;

/** Collects every rule that a command's payload breaks, so that a client learns of all at once. */
public final class Rules {

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

  /** A text that is not blank and not too long. */
  public Rules text(String value, String field, String name, int maxLength) {
    that(!value.isBlank(), field, name + " must be present.");
    return that(
        value.codePointCount(0, value.length()) <= maxLength,
        field,
        name + " must have at most %d characters.",
        maxLength);
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
