package restaurant.system;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** Google's list prices, in US dollars: {@code deploy/gcloud/prices.tsv}. */
record Prices(Map<String, Price> all) {

  /**
   * One of them.
   *
   * @param dollars for so many
   * @param per the same in words
   * @param read when
   */
  record Price(BigDecimal dollars, double many, String per, String read, String source) {

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

  static Prices read(Path file) throws IOException {
    var all = new LinkedHashMap<String, Price>();
    Files.readAllLines(file).stream()
        .filter(line -> !line.startsWith("#"))
        .map(line -> line.split("\t"))
        .forEach(cells -> all.put(cells[0], Price.of(cells)));
    return new Prices(all);
  }

  Price of(String name) {
    return Optional.ofNullable(all.get(name))
        .orElseThrow(() -> new IllegalStateException("prices.tsv has no price of a " + name));
  }

  double each(String name) {
    return of(name).each();
  }
}
