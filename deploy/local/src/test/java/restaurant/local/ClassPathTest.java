package restaurant.local;

import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.google.gson.Gson;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.io.EndPoint;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.util.Callback;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The invoker bundles versions of libraries with known vulnerabilities: here they are not used. */
class ClassPathTest {

  @ParameterizedTest
  @ValueSource(
      classes = {
        Server.class,
        HttpParser.class,
        EndPoint.class,
        Callback.class,
        ObjectMapper.class,
        JsonFactory.class,
        Gson.class
      })
  void aLibraryIsNotTheInvokersOwn(Class<?> type) {
    var from = type.getProtectionDomain().getCodeSource().getLocation().getPath();
    assertTrue(!from.contains("java-function-invoker"), from);
  }
}
