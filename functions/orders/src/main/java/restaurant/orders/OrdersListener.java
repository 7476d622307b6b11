package restaurant.orders;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/** Keeps the view of orders, from their events. */
public final class OrdersListener implements HttpFunction {

  private final HttpFunction http;

  public OrdersListener() {
    this(Backend.current());
  }

  public OrdersListener(Backend backend) {
    this.http = Orders.ordersListener(backend);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
