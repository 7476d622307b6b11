package restaurant.orders;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/** Keeps the copy of customers that orders are checked against, from the events of customers. */
public final class CustomersListener implements HttpFunction {

  private final HttpFunction http;

  public CustomersListener() {
    this(Backend.current());
  }

  public CustomersListener(Backend backend) {
    this.http = Orders.customersListener(backend);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
