package dev.eventfold.testing.schemas;

import dev.eventfold.commands.Aggregate;
import dev.eventfold.projections.Feed;
import java.util.List;

/**
 * Given what was stored once, code that writes or reads such events breaks nothing:
 *
 * <pre>
 * given(golden).whenWrittenBy(aggregate).thenNothingBreaks();
 * given(golden).whenReadBy(feed).thenNothingBreaks();
 * </pre>
 */
public final class SchemaGate {

  private static final String ADVICE =
      "What is stored stays. A change of it is a new schema: with an upcaster from the old one, a"
          + " golden event of its own, and consumers that declare it.";

  private final GoldenEvents golden;

  private SchemaGate(GoldenEvents golden) {
    this.golden = golden;
  }

  public static SchemaGate given(GoldenEvents golden) {
    return new SchemaGate(golden);
  }

  /**
   * The service itself: its table has a golden event of each type and schema and reads it, it
   * writes what its current golden events have and nothing else, and its decider folds them all.
   */
  public Verdict whenWrittenBy(Aggregate<?, ?, ?> aggregate) {
    return new Verdict(new WriterCheck<>(golden, aggregate).broken());
  }

  /**
   * Whoever reads the events, in this service or another: each type that it names is there, it
   * binds every golden event of that type, each field that it wants is in one of the newest schema,
   * and its projection folds them all.
   */
  public Verdict whenReadBy(Feed<?, ?> feed) {
    return new Verdict(new ReaderCheck<>(golden, feed).broken());
  }

  /**
   * @param broken each in a sentence that names the event, the class and the field
   */
  public record Verdict(List<String> broken) {

    /**
     * @throws AssertionError something does
     */
    public void thenNothingBreaks() {
      if (!broken.isEmpty()) {
        throw new AssertionError(String.join("\n", broken) + "\n" + ADVICE);
      }
    }
  }
}
