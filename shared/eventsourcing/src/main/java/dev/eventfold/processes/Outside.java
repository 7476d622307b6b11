package dev.eventfold.processes;

import com.fasterxml.jackson.databind.JsonNode;

/** The world outside: whoever does what effects ask for. Safe for many threads. */
@FunctionalInterface
public interface Outside {

  /** Where nothing can be asked of anybody. */
  Outside NONE =
      (effect, key, request) -> {
        throw new NotAsked("Nobody is there to be asked.", null);
      };

  /**
   * Asks for something to be done, and returns once it is.
   *
   * @param effect the name of the effect
   * @param key the same whenever the same thing is asked again: the provider's idempotency key
   * @param request the same whenever the same key is used
   * @return what the provider says of it
   * @throws Refused it has not happened, and will not under this key
   * @throws NotAsked it has surely not happened; asking again may help
   * @throws Unanswered nobody knows whether it has happened
   */
  JsonNode ask(String effect, String key, JsonNode request);

  /** The provider says no, in these words. */
  final class Refused extends RuntimeException {
    public Refused(String reason) {
      super(reason, null, false, false);
    }
  }

  /** The request never got there. */
  class NotAsked extends RuntimeException {
    public NotAsked(String why, Throwable cause) {
      super(why, cause);
    }
  }

  /** Nobody tried: the provider has answered others badly, and will be asked again soon. */
  final class LeftAlone extends NotAsked {
    public LeftAlone(String why, Throwable cause) {
      super(why, cause);
    }
  }

  /** No answer, or none that says anything. */
  final class Unanswered extends RuntimeException {
    public Unanswered(String why, Throwable cause) {
      super(why, cause);
    }
  }
}
