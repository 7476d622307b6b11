package restaurant.system;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Google's list prices, in US dollars: {@code deploy/gcloud/prices.tsv}. */
public record Prices(Map<String, Price> all) {

  /**
   * As how many messages Google bills a trigger of Eventarc's; we guess that each is as large as
   * the event's own.
   */
  public static final int MESSAGES_PER_TRIGGER = 2;

  /**
   * One of them.
   *
   * @param dollars for so many
   * @param per the same in words
   * @param read when
   */
  public record Price(BigDecimal dollars, double many, String per, String read, String source) {

    private static Price of(String[] cells) {
      return new Price(
          new BigDecimal(cells[1]), Double.parseDouble(cells[2]), cells[3], cells[4], cells[5]);
    }

    double each() {
      return dollars.doubleValue() / many;
    }

    @Override
    public String toString() {
      return "[%s per %s](%s), %s".formatted(dollars.toPlainString(), per, source, read);
    }
  }

  /** As they are written down. */
  public static Prices list() {
    try (var file = Prices.class.getResourceAsStream("prices.tsv")) {
      var all = new LinkedHashMap<String, Price>();
      new String(file.readAllBytes(), StandardCharsets.UTF_8)
          .lines()
          .filter(line -> !line.startsWith("#"))
          .map(line -> line.split("\t"))
          .forEach(cells -> all.put(cells[0], Price.of(cells)));
      return new Prices(all);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What Firestore and Pub/Sub ask for.
   *
   * @param messageBytes of what is published and delivered, as Pub/Sub bills it
   * @return US dollars
   */
  public double dollars(long reads, long writes, long deletes, long messageBytes) {
    return reads * each("firestore read")
        + writes * each("firestore write")
        + deletes * each("firestore delete")
        + messageBytes * each("pubsub byte");
  }

  Price of(String name) {
    return Optional.ofNullable(all.get(name))
        .orElseThrow(() -> new IllegalStateException("prices.tsv has no price of a " + name));
  }

  double each(String name) {
    return of(name).each();
  }
}
