package restaurant.orders;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/** Takes commands on orders: {@code POST /orders/commands}. */
public final class Commands implements HttpFunction {

  private final HttpFunction http;

  public Commands() {
    this(Backend.current());
  }

  public Commands(Backend backend) {
    this.http = Orders.commands(backend);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
