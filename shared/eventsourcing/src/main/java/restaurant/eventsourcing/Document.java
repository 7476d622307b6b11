package restaurant.eventsourcing;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/**
 * A document of a query store as it was read.
 *
 * @param content what was written
 * @param revision its state, for {@link Write.Precondition.At}
 */
public record Document(Content content, Revision revision) {

  /**
   * What a document holds.
   *
   * @param id its id in the collection
   * @param version the checkpoint that it carries: how far its stream has been applied; 0 for none
   * @param body what is shown, or empty while there is nothing to show
   * @param index what can be filtered and sorted by: names of letters to String, Long, Boolean or
   *     Instant (microseconds); not {@code id}, {@code version} or {@code body}
   */
  public record Content(
      String id, long version, Optional<JsonNode> body, Map<String, Object> index) {

    public Content {
      index = Map.copyOf(index);
      index.forEach(
          (field, value) -> {
            if (!(value instanceof String
                || value instanceof Long
                || value instanceof Boolean
                || value instanceof Instant)) {
              throw new IllegalArgumentException("index." + field + " is a " + value.getClass());
            }
          });
    }

    public static Content checkpoint(String id, long version) {
      return new Content(id, version, Optional.empty(), Map.of());
    }
  }

  public String id() {
    return content.id();
  }

  public long version() {
    return content.version();
  }

  public Optional<JsonNode> body() {
    return content.body();
  }
}
