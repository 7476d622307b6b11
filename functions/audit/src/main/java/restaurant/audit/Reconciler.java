package restaurant.audit;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/** Writes into the log what should be there and is not: called by a clock. */
public final class Reconciler implements HttpFunction {

  private final HttpFunction http;

  public Reconciler() {
    this(Backend.current());
  }

  public Reconciler(Backend backend) {
    this.http = Audit.reconciler(backend);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
