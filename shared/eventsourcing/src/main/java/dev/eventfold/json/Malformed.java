package dev.eventfold.json;

/** What a client sent cannot be understood. Names the field and the rule. */
public final class Malformed extends RuntimeException {

  private final String field;
  private final String ruleForLogs;

  /**
   * Logs repeat both, so neither may quote what the client sent.
   *
   * @param field the path of the field in the body, or the name of the header or parameter; empty
   *     when it is about the whole
   * @param rule what it must be, in a sentence
   */
  public Malformed(String field, String rule) {
    this(field, rule, rule);
  }

  private Malformed(String field, String rule, String ruleForLogs) {
    super(rule, null, false, false);
    this.field = field;
    this.ruleForLogs = ruleForLogs;
  }

  /**
   * One about a field or parameter whose name the client may have made up. Logs do not repeat it.
   *
   * @param rule the sentence without the name, which it begins with: "is not a parameter here."
   */
  public static Malformed unknownName(String name, String rule) {
    return new Malformed(name, name + " " + rule, "What the client named " + rule);
  }

  public String field() {
    return field;
  }

  /** The same without any word of the client's. */
  public Malformed forLogs() {
    return ruleForLogs.equals(getMessage()) ? this : new Malformed("", ruleForLogs);
  }
}
