package restaurant.ops.views;

import java.time.Duration;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import restaurant.ops.Refused;

/**
 * For how long the log keeps its entries. Functions alone are deployed with the setting, so its
 * newest entries say it, and this machine's environment doesn't: with another retention, what the
 * database has deleted would be missing, and what is there would be kept for another time. The
 * setting only chooses where entries show nothing, or several.
 */
final class Retention {

  static final String SETTING = "AUDIT_RETENTION_DAYS";

  private Retention() {}

  /**
   * @param shown by the newest entries
   * @param setting of this machine, in days
   * @throws Refused they don't agree, or don't tell
   */
  static Duration of(Set<Duration> shown, Optional<String> setting) {
    var chosen = setting.map(days -> Duration.ofDays(Long.parseLong(days)));
    if (chosen.isPresent() && !shown.isEmpty() && !shown.contains(chosen.get())) {
      throw new Refused(
          "%s is %s, but the newest entries of the log are kept for %s days."
              .formatted(SETTING, setting.get(), days(shown)));
    }
    if (chosen.isEmpty() && shown.size() != 1) {
      throw new Refused(
          "%s Set %s to what the functions are deployed with."
              .formatted(
                  shown.isEmpty()
                      ? "The log has no entry that shows for how long entries are kept."
                      : "The newest entries of the log are kept for " + days(shown) + " days.",
                  SETTING));
    }
    return chosen.orElseGet(() -> shown.iterator().next());
  }

  private static String days(Set<Duration> shown) {
    return shown.stream()
        .sorted()
        .map(it -> String.valueOf(it.toDays()))
        .collect(Collectors.joining(" and "));
  }
}
