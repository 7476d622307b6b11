package restaurant.menu;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/** Counts how often menu items are ordered, from the events of orders. */
public final class TimesOrderedListener implements HttpFunction {

  private final HttpFunction http;

  public TimesOrderedListener() {
    this(Backend.current());
  }

  public TimesOrderedListener(Backend backend) {
    this.http = Menu.timesOrderedListener(backend);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
