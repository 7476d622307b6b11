package dev.eventfold.gcp.queries;

import com.fasterxml.jackson.core.type.TypeReference;
import dev.eventfold.documents.Query;
import dev.eventfold.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

/**
 * A view that keeps something of persons, and the streams that it follows from.
 *
 * @param service whose view it is
 * @param view its collection
 * @param field of the index, with the person's id; empty where the document is named as the person
 * @param orderBy the field by which what is found by it is in order; empty for ids
 * @param events the places where the events are of the streams that the documents are named as;
 *     none where those are another service's
 */
public record Holding(
    String service,
    String view,
    Optional<String> field,
    Optional<String> orderBy,
    List<String> events) {

  /** Those of a system, as {@code deploy/generate} wrote them beside a class. */
  public static List<Holding> in(Class<?> place, String resource) {
    try (var in = Objects.requireNonNull(place.getResourceAsStream(resource))) {
      return Json.TOLERANT.readValue(in, new TypeReference<List<Holding>>() {});
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The next of a person's documents, in the order of an index that lists have in any case. */
  Query of(String person, Optional<Query.Cursor> after) {
    var owner = Query.Filter.equal(field.orElseThrow(), person);
    return new Query(List.of(owner), orderBy, false, 1, after);
  }
}
