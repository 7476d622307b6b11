package restaurant.local.platform;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/**
 * How bad deliveries are made, on both hops, each a probability from 0 to 1.
 *
 * @param duplicate delivered a second time, a little later
 * @param reorder held back, so that others overtake it
 * @param drop lost on its way, and delivered again as a failure is
 * @param error taken by the function, whose answer is lost: delivered again
 * @param crash the function is killed while it works on it
 * @param seed of the dice
 */
public record Chaos(
    double duplicate, double reorder, double drop, double error, double crash, long seed) {

  public static final Chaos NONE = new Chaos(0, 0, 0, 0, 0, 0);

  private static final Set<String> NAMES =
      new TreeSet<>(Set.of("duplicate", "reorder", "drop", "error", "crash", "seed"));

  /**
   * @param text for example {@code duplicate=0.3,reorder=0.3,drop=0.1,crash=0.05,seed=42}
   * @throws IllegalArgumentException a sentence that says what is wrong
   */
  public static Chaos parse(String text) {
    Map<String, Double> given = new HashMap<>();
    for (var part : text.split(",")) {
      var pair = part.split("=", 2);
      if (pair.length != 2 || !NAMES.contains(pair[0])) {
        throw new IllegalArgumentException(
            "\"%s\" must be one of %s, with = and a number."
                .formatted(part, String.join(", ", NAMES)));
      }
      given.put(pair[0], number(pair[0], pair[1]));
    }
    return new Chaos(
        given.getOrDefault("duplicate", 0.0),
        given.getOrDefault("reorder", 0.0),
        given.getOrDefault("drop", 0.0),
        given.getOrDefault("error", 0.0),
        given.getOrDefault("crash", 0.0),
        given.getOrDefault("seed", 0.0).longValue());
  }

  /**
   * @param fields those of {@link #parse}, as a JSON object; what is missing is 0
   * @throws IllegalArgumentException a sentence that says what is wrong
   */
  public static Chaos of(JsonNode fields) {
    if (!fields.isObject()) {
      throw new IllegalArgumentException("Chaos must be a JSON object.");
    }
    var text =
        fields.properties().stream()
            .map(field -> field.getKey() + "=" + field.getValue().asText())
            .collect(Collectors.joining(","));
    return text.isEmpty() ? NONE : parse(text);
  }

  private static double number(String name, String text) {
    try {
      double number = Double.parseDouble(text);
      if (name.equals("seed") || number >= 0 && number <= 1) {
        return number;
      }
    } catch (NumberFormatException e) {
      // Said below.
    }
    throw new IllegalArgumentException(
        "%s must be a number%s, not \"%s\"."
            .formatted(name, name.equals("seed") ? "" : " from 0 to 1", text));
  }

  Random dice() {
    return new Random(seed);
  }
}
