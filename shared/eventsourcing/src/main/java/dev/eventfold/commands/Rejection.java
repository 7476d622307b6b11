package dev.eventfold.commands;

import java.util.List;

/** A rule of the domain forbids the command. Carries every broken rule, in the client's words. */
public final class Rejection extends RuntimeException {

  /** What kind of rule it was. */
  public enum Kind {
    /** The payload itself breaks a rule, whatever the state is. */
    INVALID,
    /** The aggregate, or something the command names, does not exist. */
    NOT_FOUND,
    /** The state forbids it. */
    CONFLICT
  }

  /**
   * One broken rule. Logs repeat it, so it may not quote what the client sent.
   *
   * @param field the payload's field, or empty when the rule is about no single field
   * @param rule the rule in a sentence: "Price must be positive."
   */
  public record Broken(String field, String rule) {}

  private final Kind kind;
  private final transient List<Broken> broken;

  public Rejection(Kind kind, List<Broken> broken) {
    super(String.join(" ", broken.stream().map(Broken::rule).toList()), null, false, false);
    this.kind = kind;
    this.broken = List.copyOf(broken);
  }

  public static Rejection notFound(String rule) {
    return new Rejection(Kind.NOT_FOUND, List.of(new Broken("", rule)));
  }

  public static Rejection conflict(String rule) {
    return new Rejection(Kind.CONFLICT, List.of(new Broken("", rule)));
  }

  public Kind kind() {
    return kind;
  }

  public List<Broken> broken() {
    return broken;
  }
}
