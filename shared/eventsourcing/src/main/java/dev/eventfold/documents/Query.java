package dev.eventfold.documents;

import java.util.List;
import java.util.Optional;

/**
 * What to list. Documents come in the order of {@code orderBy}, then of their ids; without it, of
 * their ids alone. A document that lacks the field it is ordered or filtered by is not listed.
 *
 * @param filters all must hold
 * @param orderBy a field of the index
 * @param descending both the field's and the ids' order; not for ids alone (Firestore has no such
 *     scan)
 * @param limit how many documents, at least 1
 * @param after the place of the last document that was seen
 */
public record Query(
    List<Filter> filters,
    Optional<String> orderBy,
    boolean descending,
    int limit,
    Optional<Cursor> after) {

  public Query {
    if (descending && orderBy.isEmpty()) {
      throw new IllegalArgumentException("ids alone are listed in ascending order only");
    }
  }

  /** How a filter compares. */
  public enum Operator {
    EQUAL,
    AT_LEAST,
    BELOW
  }

  /** A condition on a field of the index. */
  public record Filter(String field, Operator operator, Object value) {

    public static Filter equal(String field, Object value) {
      return new Filter(field, Operator.EQUAL, value);
    }
  }

  /**
   * A place in the order.
   *
   * @param value the value of {@code orderBy}, empty when there is none
   * @param id the document's id
   */
  public record Cursor(Optional<Object> value, String id) {}

  /** Whether every document is listed: none is left out, and none sorted by a field. */
  public boolean isByIdsAlone() {
    return orderBy.isEmpty() && filters.isEmpty();
  }

  /** What follows a document that was seen. */
  public Query after(Document last) {
    var value = orderBy.map(field -> last.content().index().get(field));
    return new Query(
        filters, orderBy, descending, limit, Optional.of(new Cursor(value, last.id())));
  }

  /** What follows an id, in the order of ids alone; there may be no such document. */
  public Query afterId(String id) {
    var cursor = new Cursor(Optional.empty(), id);
    return new Query(filters, Optional.empty(), false, limit, Optional.of(cursor));
  }

  /** The same, of so many documents. */
  public Query limitedTo(int most) {
    return new Query(filters, orderBy, descending, most, after);
  }

  /** The first documents of a collection by their ids. */
  public static Query first(int limit) {
    return new Query(List.of(), Optional.empty(), false, limit, Optional.empty());
  }
}
