package dev.eventfold.commands;

import java.util.List;

/** A rule of the domain forbids the command. Carries every broken rule, in the client's words. */
public final class Rejection extends RuntimeException {

  /** What kind of rule it was; decides the HTTP status. */
  public enum Kind {
    /** The payload itself breaks a rule, whatever the state is (422). */
    INVALID,
    /** The aggregate, or something the command names, does not exist (404). */
    NOT_FOUND,
    /** The state forbids it (409). */
    FORBIDDEN_BY_STATE
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

  public static Rejection forbidden(String rule) {
    return new Rejection(Kind.FORBIDDEN_BY_STATE, List.of(new Broken("", rule)));
  }

  public Kind kind() {
    return kind;
  }

  public List<Broken> broken() {
    return broken;
  }
}
