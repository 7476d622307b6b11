package restaurant.customers;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/** Takes commands on customers: {@code POST /customers/commands}. */
public final class Commands implements HttpFunction {

  private final HttpFunction http;

  public Commands() {
    this(Backend.current());
  }

  public Commands(Backend backend) {
    this.http = Customers.commands(backend);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
