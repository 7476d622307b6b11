package dev.eventfold.gcp.metering;

import java.util.Map;
import java.util.TreeMap;

/**
 * What was counted. Nobody pays for calls; each is a round trip.
 *
 * @param reads of Firestore: a document that was returned or looked for in vain, and a query that
 *     found none
 * @param writes of Firestore: a document that was to be made or changed, also where a precondition
 *     refused that
 * @param deletes of Firestore, likewise
 * @param messages that Pub/Sub took
 * @param calls by the name of their method: "Commit"
 */
public record Bill(
    long reads, long writes, long deletes, long messages, Map<String, Integer> calls) {

  public static final Bill NOTHING = new Bill(0, 0, 0, 0, Map.of());

  public Bill {
    calls = Map.copyOf(calls);
  }

  public Bill plus(Bill other) {
    var sum = new TreeMap<>(calls);
    other.calls.forEach((method, times) -> sum.merge(method, times, Integer::sum));
    return new Bill(
        reads + other.reads,
        writes + other.writes,
        deletes + other.deletes,
        messages + other.messages,
        sum);
  }

  /** How many calls there were. */
  public int roundTrips() {
    return calls.values().stream().mapToInt(Integer::intValue).sum();
  }
}
