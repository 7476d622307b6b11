package dev.eventfold.documents;

/**
 * What is there can't be read as a document: somebody else has written it. Nothing is applied to
 * it; {@code verify --repair} replaces it.
 */
public final class CorruptDocument extends RuntimeException {

  public CorruptDocument(String id) {
    super(id + " is corrupt: verify the view");
  }
}
