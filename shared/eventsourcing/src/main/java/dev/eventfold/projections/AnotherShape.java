package dev.eventfold.projections;

/**
 * A document is not of the shape that this version of the code gives its view, and can't be brought
 * into it here. Another version can read it, and a rebuild of the view ends it.
 */
public final class AnotherShape extends IllegalStateException {

  private static final long serialVersionUID = 1;

  AnotherShape(String collection, String id, int shape, Exception cause) {
    super("%s/%s is not of shape %d: rebuild the view".formatted(collection, id, shape), cause);
  }
}
