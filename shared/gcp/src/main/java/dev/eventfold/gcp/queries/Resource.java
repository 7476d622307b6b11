package dev.eventfold.gcp.queries;

import dev.eventfold.documents.Query.Operator;
import dev.eventfold.projections.Checkpoint;
import dev.eventfold.projections.Feed;
import dev.eventfold.projections.View;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToLongFunction;

/**
 * A view as clients see it.
 *
 * @param <E> the events of the documents' own streams
 * @param <V> what a document holds
 * @param path where it is: "/parcels"; one document is at the path plus its id
 * @param feed what the view follows from: the feed of the documents' own streams, where each has
 *     one. From it come {@code minVersion}, {@code asOf} and who an owner is.
 * @param shown what clients get to see of a document; empty for one that is not there yet
 * @param past what they get to see of one as it was: what its own stream says
 * @param filters the parameters that a list can be filtered by
 * @param sortFields the fields of the index that a list can be ordered by
 * @param defaultOrder the order of a list that names none, "-field" for descending; empty for ids
 * @param shard the field of the index of which ordered lists are read for one value after the
 *     other, where an index in that order alone would take too few writes
 * @param readers who may read it
 * @param outside a number that moves when events of other streams change what a document shows, so
 *     that its ETag does too; 0 where there are none
 */
public record Resource<E, V>(
    String path,
    Feed<E, V> feed,
    Function<V, Optional<?>> shown,
    Function<V, Optional<?>> past,
    List<Filter> filters,
    List<String> sortFields,
    Optional<String> defaultOrder,
    Optional<String> shard,
    Readers readers,
    ToLongFunction<V> outside) {

  /** Who may read documents; histories are for staff. */
  public sealed interface Readers {

    /** Everybody who has a token. */
    Readers ALL = new Everybody();

    Readers STAFF = new Staff();

    /** Staff, and the caller whose id is the document's. */
    Readers SELF = new Self();

    /** Staff, and the caller whose id is in this field of what is shown, and of the index. */
    static Readers owner(String field) {
      return new Owner(field);
    }

    record Everybody() implements Readers {}

    record Staff() implements Readers {}

    record Self() implements Readers {}

    record Owner(String field) implements Readers {}
  }

  /** A view that staff alone may read, whole, in the order of ids. */
  public static <E, V> Builder<E, V> at(String path, Feed<E, V> feed) {
    return new Builder<>(path, feed);
  }

  /** Its collection. */
  public View<V> view() {
    return feed.view();
  }

  /** The fields of the index that a list can be asked to equal. */
  public Set<String> comparedFields() {
    var fields = new LinkedHashSet<String>();
    filters.stream()
        .filter(filter -> filter.operator() == Operator.EQUAL)
        .forEach(filter -> fields.add(filter.field()));
    if (readers instanceof Readers.Owner(var field)) {
      fields.add(field);
    }
    return fields;
  }

  /** Whether each document follows from one stream that is named as it is. */
  boolean hasOwnStreams() {
    return feed.checkpoint() == Checkpoint.IN_DOCUMENT;
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
  public record Filter(String parameter, String field, Operator operator, Kind kind) {}

  /** What is not said is as {@link Resource#at} says. */
  public static final class Builder<E, V> {

    private final String path;
    private final Feed<E, V> feed;
    private Function<V, Optional<?>> shown = Optional::of;
    private Function<V, Optional<?>> past = Optional::of;
    private final List<Filter> filters = new ArrayList<>();
    private List<String> sortFields = List.of();
    private Optional<String> defaultOrder = Optional.empty();
    private Optional<String> shard = Optional.empty();
    private Readers readers = Readers.STAFF;
    private ToLongFunction<V> outside = view -> 0;

    private Builder(String path, Feed<E, V> feed) {
      this.path = path;
      this.feed = feed;
    }

    /** See {@link Resource#shown}; {@link Resource#past} follows unless it is said after this. */
    public Builder<E, V> shown(Function<V, Optional<?>> now) {
      shown = now;
      past = now;
      return this;
    }

    public Builder<E, V> past(Function<V, Optional<?>> then) {
      past = then;
      return this;
    }

    /** A filter by a field of the index that has the parameter's name. */
    public Builder<E, V> filter(String field, Kind kind) {
      return filter(field, field, Operator.EQUAL, kind);
    }

    public Builder<E, V> filter(String parameter, String field, Operator operator, Kind kind) {
      filters.add(new Filter(parameter, field, operator, kind));
      return this;
    }

    public Builder<E, V> orderedBy(String... fields) {
      sortFields = List.of(fields);
      return this;
    }

    public Builder<E, V> byDefault(String order) {
      defaultOrder = Optional.of(order);
      return this;
    }

    /** See {@link Resource#shard}. */
    public Builder<E, V> inShards(String field) {
      shard = Optional.of(field);
      return this;
    }

    public Builder<E, V> readBy(Readers those) {
      readers = those;
      return this;
    }

    public Builder<E, V> alsoTaggedBy(ToLongFunction<V> number) {
      outside = number;
      return this;
    }

    public Resource<E, V> build() {
      return new Resource<>(
          path,
          feed,
          shown,
          past,
          List.copyOf(filters),
          sortFields,
          defaultOrder,
          shard,
          readers,
          outside);
    }
  }
}
