package dev.eventfold.events;

import java.util.List;

/**
 * There is no event where one must be: nothing at all, or something that somebody has written past
 * every store and that can't be read as one. Nothing of its stream is applied past it.
 */
public final class NoEvent extends RuntimeException {

  private final String service;
  private final String key;

  public NoEvent(String service, String key) {
    super("%s %s: there is no event".formatted(service, key));
    this.service = service;
    this.key = key;
  }

  /**
   * The same events, which must be all that a stream has of these versions.
   *
   * @param there those of them that there are
   * @throws NoEvent there is a hole
   */
  public static List<RecordedEvent> requireAll(
      String service, String stream, long from, long to, List<RecordedEvent> there) {
    for (long version = from; version <= to; version++) {
      int at = (int) (version - from);
      if (at == there.size() || there.get(at).version() != version) {
        throw new NoEvent(service, RecordedEvent.key(stream, version));
      }
    }
    return there;
  }

  public String service() {
    return service;
  }

  /** Where it must be, see {@link RecordedEvent#key}. */
  public String key() {
    return key;
  }
}
