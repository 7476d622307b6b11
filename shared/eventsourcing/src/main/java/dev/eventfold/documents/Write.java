package dev.eventfold.documents;

/**
 * A document to write, whole, if it is in the state that the writer saw.
 *
 * @param collection where
 * @param content what
 * @param precondition the state that it must be in
 */
public record Write(String collection, Document.Content content, Precondition precondition) {

  /** What must be true of a document for it to be written. */
  public sealed interface Precondition {
    /** It does not exist. */
    record Absent() implements Precondition {}

    /** It exists, and nobody has written it since it had this revision. */
    record At(Revision revision) implements Precondition {}

    /** Nothing. */
    record None() implements Precondition {}
  }
}
