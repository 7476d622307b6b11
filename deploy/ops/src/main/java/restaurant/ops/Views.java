package restaurant.ops;

import dev.eventfold.projections.Feed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import restaurant.audit.Audit;
import restaurant.customers.Customers;
import restaurant.menu.Menu;
import restaurant.orders.Orders;

/** Every view of the system, and what feeds it. */
public final class Views {

  private Views() {}

  /** The feeds of each view, by its collection. */
  public static Map<String, List<Feed<?, ?>>> all() {
    var views = new LinkedHashMap<String, List<Feed<?, ?>>>();
    for (var feeds : List.of(Menu.FEEDS, Customers.FEEDS, Orders.FEEDS, Audit.feeds())) {
      for (var feed : feeds) {
        views.computeIfAbsent(feed.view().collection(), c -> new ArrayList<>()).add(feed);
      }
    }
    return views;
  }

  /** The subscription of a feed's listener: its name in deploy/functions.txt. */
  static String subscription(Feed<?, ?> feed) {
    var view = feed.view().collection();
    return switch (view) {
      case "audit" -> "audit-" + feed.source();
      case "menu-items" -> feed.source().equals("menu") ? view : "menu-items-ordered";
      default -> view;
    };
  }
}
