package dev.eventfold.gcp.metering;

import java.util.EnumMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * What was counted.
 *
 * @param amounts all of them
 * @param calls how many there were of each method, by its name without its service: "Commit"
 */
public record Bill(Map<Amount, Long> amounts, SortedMap<String, Long> calls) {

  public long of(Amount amount) {
    return amounts.get(amount);
  }

  public long reads() {
    return of(Amount.READS);
  }

  public long writes() {
    return of(Amount.WRITES);
  }

  /** How many calls there were. */
  public long rpcs() {
    return calls.values().stream().mapToLong(Long::longValue).sum();
  }

  /** What has come since an earlier one. */
  public Bill since(Bill earlier) {
    var more = new EnumMap<>(amounts);
    more.replaceAll((amount, now) -> now - earlier.of(amount));
    var moreCalls = new TreeMap<>(calls);
    moreCalls.replaceAll((method, now) -> now - earlier.calls().getOrDefault(method, 0L));
    moreCalls.values().removeIf(count -> count == 0);
    return new Bill(more, moreCalls);
  }
}
