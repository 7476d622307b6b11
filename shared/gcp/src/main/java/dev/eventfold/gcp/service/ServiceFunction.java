package dev.eventfold.gcp.service;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.gcp.Backend;

/**
 * The entry point of every HTTP function of a service. Which one an instance is says the name that
 * it was deployed by, see {@link FunctionName}.
 */
public abstract class ServiceFunction implements HttpFunction {

  private final HttpFunction function;

  protected ServiceFunction(Service service) {
    this.function = service.http(FunctionName.current(), Backend.current());
  }

  @Override
  public final void service(HttpRequest request, HttpResponse response) throws Exception {
    function.service(request, response);
  }
}
