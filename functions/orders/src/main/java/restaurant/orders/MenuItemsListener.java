package restaurant.orders;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/** Keeps the copy of menu items that orders are checked against, from the events of the menu. */
public final class MenuItemsListener implements HttpFunction {

  private final HttpFunction http;

  public MenuItemsListener() {
    this(Backend.current());
  }

  public MenuItemsListener(Backend backend) {
    this.http = Orders.menuItemsListener(backend);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
