package restaurant.audit;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/** Writes every event of a topic into the log: one deployment a topic, the same class for all. */
public final class AuditListener implements HttpFunction {

  private final HttpFunction http;

  public AuditListener() {
    this(Backend.current());
  }

  public AuditListener(Backend backend) {
    this.http = Audit.listener(backend);
  }

  @Override
  public void service(HttpRequest request, HttpResponse response) throws Exception {
    http.service(request, response);
  }
}
