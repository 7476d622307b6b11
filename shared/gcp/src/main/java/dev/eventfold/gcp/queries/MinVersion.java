package dev.eventfold.gcp.queries;

import dev.eventfold.documents.Document;
import dev.eventfold.gcp.http.Answer;
import dev.eventfold.gcp.http.Exchange;
import dev.eventfold.json.Malformed;
import dev.eventfold.store.TransientFailure;
import java.time.Duration;
import java.util.Arrays;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.regex.Pattern;

/**
 * The version that a client wants to see at least, and for how long it would wait for it. Only for
 * documents that cannot be folded forward ({@link CatchUp}) does anybody wait: each look is a
 * billed read, so they come at growing distances, 8 in the first second and 4 a second from then
 * on.
 *
 * @param version that the view must have
 * @param patience for how long, {@code Prefer: wait=<seconds>}; zero for not at all
 */
record MinVersion(long version, Duration patience) {

  private static final Duration LONGEST = Duration.ofSeconds(20);
  private static final long FIRST_PAUSE_MILLIS = 10;
  private static final long LAST_PAUSE_MILLIS = 250;
  private static final Pattern WAIT =
      Pattern.compile("wait\\s*=\\s*\"?([0-9]{1,5})\"?", Pattern.CASE_INSENSITIVE);

  static Optional<MinVersion> of(Exchange exchange) {
    return exchange
        .parameter("minVersion")
        .map(
            text -> {
              if (!text.matches("[1-9][0-9]{0,9}")) {
                throw new Malformed("minVersion", "minVersion must be a whole number from 1.");
              }
              return new MinVersion(
                  Long.parseLong(text), wait(exchange.header("Prefer").orElse("")));
            });
  }

  /** RFC 7240: preferences between commas, each up to its parameters; names in any case. */
  private static Duration wait(String prefer) {
    var asked =
        Arrays.stream(prefer.split(","))
            .map(preference -> WAIT.matcher(preference.split(";", 2)[0].strip()))
            .filter(it -> it.matches())
            .findFirst()
            .map(it -> Duration.ofSeconds(Long.parseLong(it.group(1))))
            .orElse(Duration.ZERO);
    return asked.compareTo(LONGEST) < 0 ? asked : LONGEST;
  }

  boolean isReachedBy(Optional<Document> document) {
    return document.map(Document::version).orElse(0L) >= version;
  }

  /** The document once it has the version, or as it is when the time is over. */
  Optional<Document> until(Supplier<Optional<Document>> read) {
    long end = System.nanoTime() + patience.toNanos();
    for (long pause = FIRST_PAUSE_MILLIS; ; pause = Math.min(2 * pause, LAST_PAUSE_MILLIS)) {
      var document = read.get();
      long left = (end - System.nanoTime()) / 1_000_000;
      if (isReachedBy(document) || left <= 0) {
        return document;
      }
      sleep(Math.min(pause, left + 1));
    }
  }

  private static void sleep(long millis) {
    try {
      Thread.sleep(millis);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new TransientFailure("interrupted", e);
    }
  }

  /** RFC 7240: says that the preference was honoured. */
  Answer applied(Answer answer) {
    return answer.with("Preference-Applied", "wait=" + patience.toSeconds());
  }
}
