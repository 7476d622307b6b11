package restaurant.local.console;

import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ResourceHandler;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** The console at {@code /}: the files of {@code deploy/console/page}. */
final class ConsolePage extends ResourceHandler {

  /** What the page cannot say of itself; the rest of its policy is in it. */
  private static final HttpFields PROTECTION =
      HttpFields.from(
          new HttpField("Content-Security-Policy", "frame-ancestors 'none'"),
          new HttpField("X-Content-Type-Options", "nosniff"));

  ConsolePage() {
    setDirAllowed(false);
    setCacheControl("no-cache");
    setBaseResource(
        ResourceFactory.of(this).newClassLoaderResource("restaurant/local/console/page/"));
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws Exception {
    var path = Request.getPathInContext(request);
    // No address of the API has a dot: it need not wait for a look at files.
    if (!path.equals("/") && path.indexOf('.') < 0) {
      return false;
    }
    PROTECTION.forEach(response.getHeaders()::put);
    boolean isFile = super.handle(request, response, callback);
    if (!isFile) {
      PROTECTION.forEach(field -> response.getHeaders().remove(field.getName()));
    }
    return isFile;
  }
}
