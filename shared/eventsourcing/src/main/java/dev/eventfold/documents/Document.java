package dev.eventfold.documents;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A document of a query store as it was read.
 *
 * @param readable what was written; empty where the document is corrupt: somebody has written past
 *     every {@link QueryStore} what none can read
 * @param revision its state, for {@link Write.Precondition.At}
 */
public record Document(String id, Optional<Content> readable, Revision revision) {

  /** Of a text in UTF-8. Firestore's indexes hold no more, and its queries take no more. */
  public static final int MAX_INDEXED_BYTES = 1_499;

  private static final int MAX_BYTES_PER_CHAR = 3;

  /**
   * What a document holds.
   *
   * @param id its id in the collection
   * @param version the checkpoint that it carries: how far its stream has been applied; 0 for none
   * @param body what is shown, or empty while there is nothing to show
   * @param index what can be filtered and sorted by: names of letters to String, Long, Boolean or
   *     Instant (microseconds); not {@code id}, {@code version} or {@code body}. Of a text, what
   *     {@link #MAX_INDEXED_BYTES} hold
   */
  public record Content(
      String id, long version, Optional<JsonNode> body, Map<String, Object> index) {

    /** The field of the index after whose time the database deletes the document. */
    public static final String EXPIRES_AT = "expiresAt";

    /** The field of the index after whose time whoever waits for the document may remove it. */
    public static final String DUE = "due";

    public Content {
      var indexed = new HashMap<String, Object>();
      index.forEach((field, value) -> indexed.put(field, indexed(field, value)));
      index = Map.copyOf(indexed);
    }

    private static Object indexed(String field, Object value) {
      return switch (value) {
        case String text -> cut(text);
        case Long number -> number;
        case Boolean bit -> bit;
        case Instant time -> time;
        default ->
            throw new IllegalArgumentException("index." + field + " is a " + value.getClass());
      };
    }

    /** As many whole characters as there is room for. */
    private static String cut(String text) {
      if (text.length() <= MAX_INDEXED_BYTES / MAX_BYTES_PER_CHAR) {
        return text;
      }
      var room = ByteBuffer.allocate(MAX_INDEXED_BYTES);
      var read = CharBuffer.wrap(text);
      StandardCharsets.UTF_8.newEncoder().encode(read, room, true);
      return text.substring(0, read.position());
    }

    /** Whether it says nothing at all: as good as no document. */
    public boolean isBlank() {
      return version == 0 && body.isEmpty() && index.isEmpty();
    }

    /** Whether the database may have deleted it, because its time is over. */
    public boolean isExpired(Instant now) {
      return index.get(EXPIRES_AT) instanceof Instant end && end.isBefore(now);
    }

    /** Whether it may have been removed, for one reason or another. */
    public boolean mayBeGone(Instant now) {
      return isExpired(now) || index.get(DUE) instanceof Instant due && !due.isAfter(now);
    }

    public static Content checkpoint(String id, long version) {
      return new Content(id, version, Optional.empty(), Map.of());
    }
  }

  public Document(Content content, Revision revision) {
    this(content.id(), Optional.of(content), revision);
  }

  /** Whether nobody can say what it holds. */
  public boolean isCorrupt() {
    return readable.isEmpty();
  }

  /**
   * What was written.
   *
   * @throws CorruptDocument it can't be read
   */
  public Content content() {
    return readable.orElseThrow(() -> new CorruptDocument(id));
  }

  public long version() {
    return content().version();
  }

  public Optional<JsonNode> body() {
    return content().body();
  }
}
