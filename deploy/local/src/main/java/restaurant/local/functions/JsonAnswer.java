package restaurant.local.functions;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.json.Json;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** What a local run knows of itself, as it is now. */
public final class JsonAnswer {

  private JsonAnswer() {}

  public static void write(Response response, JsonNode json, Callback callback) {
    response.getHeaders().put(HttpHeader.CONTENT_TYPE, "application/json");
    response.getHeaders().put(HttpHeader.CACHE_CONTROL, "no-store");
    var bytes = Json.text(json).getBytes(StandardCharsets.UTF_8);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
