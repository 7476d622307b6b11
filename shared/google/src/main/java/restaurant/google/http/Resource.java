package restaurant.google.http;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import restaurant.eventsourcing.EventReader;
import restaurant.eventsourcing.Json;
import restaurant.eventsourcing.Projection;
import restaurant.eventsourcing.Query.Operator;
import restaurant.eventsourcing.RecordedEvent;
import restaurant.eventsourcing.View;

/**
 * A view as clients see it.
 *
 * @param <E> the events that a document's past is folded from
 * @param <V> what a document holds
 * @param path where it is: "/menu/items"; one document is at the path plus its id
 * @param view its collection
 * @param shown what clients get to see of a document; empty for one that is not there yet
 * @param history what its documents are folded from, for {@code asOf}; empty where there is no
 *     single stream
 * @param filters the parameters that a list can be filtered by
 * @param orders the fields of the index that a list can be ordered by
 * @param defaultOrder the order of a list that names none, "-field" for descending; empty for ids
 * @param readers who may read it
 * @param outside a number that moves when events of other streams change what a document shows, so
 *     that its ETag does too; 0 where there are none
 */
public record Resource<E, V>(
    String path,
    View<V> view,
    Function<V, Optional<?>> shown,
    Optional<History<E, ?>> history,
    List<Filter> filters,
    List<String> orders,
    Optional<String> defaultOrder,
    Readers readers,
    ToLongFunction<V> outside) {

  /** Who may read documents; histories are for staff. */
  public enum Readers {
    /** Everybody who has a token. */
    ALL,
    STAFF,
    /** Staff, and the customer whose id is the document's. */
    SELF,
    /** Staff, and the customer whose id is the document's {@code customerId}. */
    OWNER
  }

  /**
   * What a document's past is folded from: the events of its own stream alone.
   *
   * @param projection to what clients get to see of the past
   */
  public record History<E, W>(EventReader<E> types, Projection<E, W> projection) {

    Optional<JsonNode> fold(String id, List<RecordedEvent> past) {
      return projection.fold(id, types, past).map(Json::tree);
    }
  }

  /** The type of a parameter's value. */
  public enum Kind {
    TEXT,
    /** The index holds it in lower case; clients may write it as they like. */
    TEXT_IN_ANY_CASE,
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
