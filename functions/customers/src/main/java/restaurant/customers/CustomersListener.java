package restaurant.customers;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/** Keeps the view of customers, from their events. */
public final class CustomersListener implements HttpFunction {

  private final HttpFunction http;

  public CustomersListener() {
    this(Backend.current());
  }

  public CustomersListener(Backend backend) {
    this.http = Customers.customersListener(backend);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
