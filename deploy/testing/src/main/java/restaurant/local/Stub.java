package restaurant.local;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;

/** Objects that answer by the names of their methods, and with nothing where there is no answer. */
public final class Stub {

  private Stub() {}

  public static <T> T of(Class<T> type, Map<String, Object> answers) {
    return type.cast(
        Proxy.newProxyInstance(
            Stub.class.getClassLoader(),
            List.of(type).toArray(Class[]::new),
            (self, method, arguments) -> answers.get(method.getName())));
  }
}
