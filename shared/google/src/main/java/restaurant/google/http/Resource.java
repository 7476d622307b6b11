package restaurant.google.http;

import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import restaurant.eventsourcing.EventTypes;
import restaurant.eventsourcing.Projection;
import restaurant.eventsourcing.Query.Operator;
import restaurant.eventsourcing.View;

/**
 * A view as clients see it.
 *
 * @param path where it is: "/menu/items"; one document is at the path plus its id
 * @param view its collection
 * @param history what its documents are folded from, for {@code asOf}; empty where there is no
 *     single stream
 * @param filters the parameters that a list can be filtered by
 * @param orders the fields of the index that a list can be ordered by
 * @param defaultOrder the order of a list that names none, "-field" for descending; empty for ids
 * @param outside a number that moves when events of other streams change what a document shows, so
 *     that its ETag does too; 0 where there are none
 */
public record Resource<E, V>(
    String path,
    View<V> view,
    Optional<History<E, V>> history,
    List<Filter> filters,
    List<String> orders,
    Optional<String> defaultOrder,
    ToLongFunction<V> outside) {

  /** What a document is folded from. */
  public record History<E, V>(EventTypes<E> types, Projection<E, V> projection) {}

  /** The type of a parameter's value. */
  public enum Kind {
    TEXT,
    WHOLE_NUMBER,
    TRUE_OR_FALSE,
    TIME
  }

  /**
   * A parameter that filters.
   *
   * @param parameter its name
   * @param field the field of the index that it compares with
   */
  public record Filter(String parameter, String field, Operator operator, Kind kind) {

    public static Filter equal(String field, Kind kind) {
      return new Filter(field, field, Operator.EQUAL, kind);
    }
  }
}
