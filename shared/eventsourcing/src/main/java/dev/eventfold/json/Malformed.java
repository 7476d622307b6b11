package dev.eventfold.json;

/** What a client sent cannot be understood. Names the field and the rule. */
public final class Malformed extends RuntimeException {

  private final String field;

  /**
   * @param field the path of the field in the body, or the name of the header or parameter; empty
   *     when it is about the whole
   * @param rule what it must be, in a sentence
   */
  public Malformed(String field, String rule) {
    super(rule, null, false, false);
    this.field = field;
  }

  public String field() {
    return field;
  }
}
