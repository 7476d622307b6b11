package restaurant.orders;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/** Shows orders: {@code GET /orders}. */
public final class Queries implements HttpFunction {

  private final HttpFunction http;

  public Queries() {
    this(Backend.current());
  }

  public Queries(Backend backend) {
    this.http = Orders.queries(backend);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
