package dev.eventfold.simulation.readers;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.function.Predicate;

/**
 * What a list is filtered by.
 *
 * @param query as a client says it
 * @param holds whether what is shown is asked for
 */
public record Filter(Map<String, String> query, Predicate<JsonNode> holds) {

  static final Filter NONE = new Filter(Map.of(), it -> true);
}
