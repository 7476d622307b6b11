package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Outside;
import java.time.DayOfWeek;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Random;

/**
 * A bank that declines some, can't be reached now and then, and loses some of its answers. For
 * hours it is closed each Monday, and loses all of its answers each Thursday. Its book says what it
 * has really done.
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

  /** When it was asked first, by effect and order. */
  private final Map<String, Instant> reached = new HashMap<>();

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
    if (isEveningOf(DayOfWeek.MONDAY)) {
      closed++;
      throw new NotAsked("closed", null);
    }
    if (random.nextInt(100) < NOT_ASKED) {
      unreached++;
      throw new NotAsked("nobody there", null);
    }
    reached.putIfAbsent(effect + " " + request.path("orderId").asText(), agenda.instant());
    var answer = done(effect, key, request);
    if (random.nextInt(100) < UNANSWERED || isEveningOf(DayOfWeek.THURSDAY)) {
      lost++;
      throw new Unanswered("lost", null);
    }
    return answer.orElseThrow(() -> new Refused("Card declined."));
  }

  private boolean isEveningOf(DayOfWeek day) {
    var time = agenda.instant().atZone(ZoneOffset.UTC);
    return time.getDayOfWeek() == day && time.getHour() >= CLOSES && time.getHour() < OPENS;
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

  /** When it was asked for something for an order first, if it was. */
  Optional<Instant> reached(String effect, String order) {
    return Optional.ofNullable(reached.get(effect + " " + order));
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
