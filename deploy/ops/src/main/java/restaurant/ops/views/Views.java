package restaurant.ops.views;

import dev.eventfold.documents.DocumentReader;
import dev.eventfold.gcp.Settings;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.projections.Feed;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import restaurant.audit.Audit;
import restaurant.ops.Refused;
import restaurant.system.Restaurant;

/** Every view of the system, and what feeds it. */
public final class Views {

  private static final String LOG = "audit";

  private Views() {}

  /** The name of each view: that of its collection. */
  public static Set<String> names() {
    return all(Duration.ZERO).keySet();
  }

  /**
   * The feeds of each view, by its name.
   *
   * @param retention for how long the log keeps its entries; zero where nobody compares or writes
   */
  public static Map<String, List<Feed<?, ?>>> all(Duration retention) {
    return Restaurant.keepingTheLogFor(retention).views();
  }

  /**
   * The feeds of some views, as functions have them.
   *
   * @throws Refused nobody says for how long the log keeps its entries
   */
  static Map<String, List<Feed<?, ?>>> deployed(Collection<String> names, DocumentReader store) {
    var views = all(names.contains(LOG) ? retention(store, Optional.empty()) : Duration.ZERO);
    views.keySet().retainAll(names);
    return views;
  }

  /**
   * For how long the log keeps its entries.
   *
   * @param noted when the log was emptied
   * @throws Refused nobody says so
   */
  static Duration retention(DocumentReader store, Optional<Duration> noted) {
    var shown = Audit.retentions(store, CurrentViews.place(store, LOG).current());
    return Retention.of(
        shown.isEmpty() ? noted.map(Set::of).orElse(Set.of()) : shown,
        Settings.get(Retention.SETTING));
  }
}
