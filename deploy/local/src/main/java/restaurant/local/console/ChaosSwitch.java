package restaurant.local.console;

import dev.eventfold.gcp.http.Problem;
import dev.eventfold.json.Json;
import dev.eventfold.json.Malformed;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import restaurant.local.functions.JsonAnswer;
import restaurant.local.functions.Problems;
import restaurant.local.platform.Chaos;

/**
 * {@code GET} and {@code PUT /local/chaos}: how bad deliveries are made. No other web page can
 * change it: before a {@code PUT}, browsers ask, and nobody here says yes.
 */
final class ChaosSwitch extends Handler.Abstract {

  private static final String PATH = "/local/chaos";

  private final Supplier<Chaos> current;
  private final Consumer<Chaos> change;

  ChaosSwitch(Supplier<Chaos> current, Consumer<Chaos> change) {
    this.current = current;
    this.change = change;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    if (!Request.getPathInContext(request).equals(PATH)) {
      return false;
    }
    if (HttpMethod.PUT.is(request.getMethod())) {
      try {
        var body = Content.Source.asString(request, StandardCharsets.UTF_8);
        change.accept(Chaos.of(Json.parse(body)));
      } catch (IllegalArgumentException e) {
        Problems.write(response, Problem.of(new Malformed("", e.getMessage())), callback);
        return true;
      }
    } else if (!HttpMethod.GET.is(request.getMethod())) {
      return false;
    }
    JsonAnswer.write(response, Json.tree(current.get()), callback);
    return true;
  }
}
