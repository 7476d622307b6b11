package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Outside;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A bank that declines some, can't be reached now and then, loses some of its answers, and is
 * closed for hours each Monday. Its book says what it has really done.
 */
final class SeasonBank implements Outside {

  private static final int DECLINED = 5;
  private static final int NOT_ASKED = 3;
  private static final int UNANSWERED = 8;
  private static final int OPENS = 21;
  private static final int CLOSES = 18;

  /** Nothing for what was declined. */
  private final Map<String, Optional<JsonNode>> book = new HashMap<>();

  /** How often, by effect and order. */
  private final Map<String, Integer> done = new HashMap<>();

  private final Agenda agenda;
  private final Random random;
  private int closed;
  private int unreached;
  private int lost;

  SeasonBank(Agenda agenda, Random random) {
    this.agenda = agenda;
    this.random = random;
  }

  @Override
  public JsonNode ask(String effect, String key, JsonNode request) {
    if (isClosed()) {
      closed++;
      throw new NotAsked("closed", null);
    }
    if (random.nextInt(100) < NOT_ASKED) {
      unreached++;
      throw new NotAsked("nobody there", null);
    }
    var answer = done(effect, key, request);
    if (random.nextInt(100) < UNANSWERED) {
      lost++;
      throw new Unanswered("lost", null);
    }
    return answer.orElseThrow(() -> new Refused("Card declined."));
  }

  private boolean isClosed() {
    var time = agenda.instant().atZone(ZoneOffset.UTC);
    return time.getDayOfWeek() == DayOfWeek.MONDAY
        && time.getHour() >= CLOSES
        && time.getHour() < OPENS;
  }

  private Optional<JsonNode> done(String effect, String key, JsonNode request) {
    if (book.containsKey(key) && !effect.equals("receipt")) {
      return book.get(key);
    }
    boolean isDeclined = effect.equals("charge") && random.nextInt(100) < DECLINED;
    if (!isDeclined) {
      done.merge(effect + " " + request.path("orderId").asText(), 1, Integer::sum);
    }
    book.put(
        key,
        isDeclined
            ? Optional.empty()
            : Optional.of(Json.TOLERANT.createObjectNode().put("did", effect)));
    return book.get(key);
  }

  /** How often something was done for an order. */
  int done(String effect, String order) {
    return done.getOrDefault(effect + " " + order, 0);
  }

  /** Whether something was done under a key. */
  boolean hasDone(String key) {
    return book.getOrDefault(key, Optional.empty()).isPresent();
  }

  int closed() {
    return closed;
  }

  int lost() {
    return lost;
  }

  @Override
  public String toString() {
    return "%d times closed, %d not reached, %d answers lost".formatted(closed, unreached, lost);
  }
}
