package restaurant.simulation;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import dev.eventfold.processes.Outside;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import restaurant.simulation.Weather.Fault;

/**
 * A bank with a book of what it has really done, whoever heard of it. Charges and refunds it does
 * once for each key that it still knows; receipts as often as it is asked.
 */
final class Till implements Outside {

  private static final int DECLINED_ONE_IN = 8;
  private static final int CLOSED_ONE_IN = 8;
  private static final int MUTE_ONE_IN = 16;
  private static final Duration MEMORY = Duration.ofDays(1);
  private static final int LATE_PERCENT = 10;
  private static final int LATEST_MINUTES = 20;

  /** Nothing for what was refused. */
  private final Map<String, Optional<JsonNode>> book = new HashMap<>();

  /** When it was asked first. */
  private final Map<String, Instant> known = new HashMap<>();

  /** How often. */
  private final Map<String, Integer> times = new HashMap<>();

  private final Map<String, Integer> receipts = new HashMap<>();
  private final Weather weather;
  private int lost;
  private boolean isClosed;
  private boolean wasClosed;
  private boolean isMute;

  /**
   * @param lost of a hundred answers
   */
  Till(Weather weather, int lost) {
    this.weather = weather;
    this.lost = lost;
    this.isClosed = weather.below(CLOSED_ONE_IN) == 0;
    this.isMute = !isClosed && weather.below(MUTE_ONE_IN) == 0;
  }

  @Override
  public JsonNode ask(String effect, String key, JsonNode request) {
    // Who is held up after the last look at the clock asks too late: nobody can help that.
    weather.mayFail(new NotAsked("nobody there", null));
    if (isClosed) {
      wasClosed = true;
      throw new NotAsked("closed", null);
    }
    if (weather.happens(Fault.NOT_ASKED, lost / 5)) {
      throw new NotAsked("nobody there", null);
    }
    var answer = done(effect, key);
    weather.pass(Duration.ofMillis(weather.below(3)));
    if (lost > 0 && weather.happens(Fault.LATE, LATE_PERCENT)) {
      weather.pass(Duration.ofMinutes(weather.below(LATEST_MINUTES)));
    }
    if (weather.happens(Fault.UNANSWERED, isMute ? 100 : lost)) {
      throw new Unanswered("lost", null);
    }
    weather.after(new Unanswered("lost", null));
    return answer.orElseThrow(() -> new Refused("Card declined."));
  }

  private Optional<JsonNode> done(String effect, String key) {
    if (effect.equals("receipt")) {
      receipts.merge(key, 1, Integer::sum);
    }
    var name = effect + " " + key;
    var first = known.putIfAbsent(name, weather.now());
    if (first == null || first.plus(MEMORY).isBefore(weather.now())) {
      known.put(name, weather.now());
      book.put(name, anew(effect));
      times.merge(name, book.get(name).isPresent() ? 1 : 0, Integer::sum);
    }
    return book.get(name);
  }

  private Optional<JsonNode> anew(String effect) {
    return effect.equals("charge") && weather.below(DECLINED_ONE_IN) == 0
        ? Optional.empty()
        : Optional.of(Json.TOLERANT.createObjectNode().put("did", effect));
  }

  /** Whether nobody hears anything of it. */
  boolean isMute() {
    return isMute;
  }

  /** Is open, and loses nothing any more. */
  void calm() {
    lost = 0;
    isMute = false;
    isClosed = false;
  }

  /** Whether somebody has found it closed. */
  boolean wasClosed() {
    return wasClosed;
  }

  /** How often something was done. */
  int done(String effect) {
    return times.entrySet().stream()
        .filter(it -> it.getKey().startsWith(effect + " "))
        .mapToInt(Map.Entry::getValue)
        .sum();
  }

  /** Whether something was done under a key. */
  boolean hasDone(String effect, String key) {
    return book.getOrDefault(effect + " " + key, Optional.empty()).isPresent();
  }

  /** How often a receipt was sent. */
  int receipts() {
    return receipts.values().stream().mapToInt(Integer::intValue).sum();
  }
}
