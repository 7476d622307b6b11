package restaurant.menu;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/** Shows menu items: {@code GET /menu/items}. */
public final class Queries implements HttpFunction {

  private final HttpFunction http;

  public Queries() {
    this(Backend.current());
  }

  public Queries(Backend backend) {
    this.http = Menu.queries(backend);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
