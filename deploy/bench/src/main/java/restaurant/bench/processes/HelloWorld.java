package restaurant.bench.processes;

import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import java.io.IOException;

/** The least that a function can do. */
public final class HelloWorld implements HttpFunction {

  @Override
  public void service(HttpRequest request, HttpResponse response) throws IOException {
    response.getWriter().write("Hello, world!");
  }
}
