package restaurant.local.erasure;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.personal.KeyedHash;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.processes.Outside;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import io.cloudevents.CloudEvent;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import restaurant.system.Restaurant;

/**
 * Functions that die right before or right after one of their calls to a store, a topic or the
 * keys. Whatever else the instance does then, it does not: it is gone until another one is started.
 */
final class Dying {

  /** In the midst of something, without a word. */
  static final class Died extends Error {
    private static final long serialVersionUID = 1;
  }

  private static String function;
  private static int last;
  private static int taken;
  private static String before;
  private static String lastStep;
  private static boolean dead;

  private Dying() {}

  /** Lets the next instance of a function live for so many steps. */
  static synchronized void after(String name, int steps) {
    function = name;
    taken = 0;
    before = "has begun";
    last = steps;
    dead = false;
  }

  /** Lets the next instance live. */
  static synchronized void never() {
    after(function, Integer.MAX_VALUE);
  }

  static synchronized boolean isDead() {
    return dead;
  }

  /** What an instance did last before it died. */
  static synchronized String lastStep() {
    return lastStep;
  }

  private static synchronized void step(String what) {
    if (!dead && taken >= last) {
      dead = true;
      lastStep = before;
    }
    if (dead) {
      throw new Died();
    }
    taken++;
    before = what;
  }

  /** An HTTP function of any service. */
  public static final class Http implements HttpFunction {

    private final HttpFunction http = owner().http(function, new Ports(Backend.current()));

    @Override
    public void service(HttpRequest request, HttpResponse response) throws Exception {
      http.service(request, response);
    }
  }

  /** A publisher. */
  public static final class Publisher implements CloudEventsFunction {

    private final CloudEventsFunction publisher = owner().publisher(new Ports(Backend.current()));

    @Override
    public void accept(CloudEvent event) throws Exception {
      publisher.accept(event);
      step("has acknowledged");
    }
  }

  private static Service owner() {
    return Restaurant.SYSTEM.services().stream()
        .filter(it -> it.functions().stream().anyMatch(f -> f.name().equals(function)))
        .findFirst()
        .orElseThrow();
  }

  /** What such a function has of the world. */
  private record Ports(Backend backend) implements Backend {

    @Override
    public EventStore eventStore(String service) {
      return mortal(EventStore.class, backend.eventStore(service));
    }

    @Override
    public EventLog eventLog(String service) {
      return mortal(EventLog.class, backend.eventLog(service));
    }

    @Override
    public QueryStore queryStore() {
      return mortal(QueryStore.class, backend.queryStore());
    }

    @Override
    public EventBus eventBus(String service) {
      return mortal(EventBus.class, backend.eventBus(service));
    }

    @Override
    public PersonKeys personKeys() {
      return mortal(PersonKeys.class, backend.personKeys());
    }

    @Override
    public KeyedHash keyedHash() {
      return backend.keyedHash();
    }

    @Override
    public Outside outside() {
      return backend.outside();
    }

    private static <T> T mortal(Class<T> type, T port) {
      return type.cast(
          Proxy.newProxyInstance(
              type.getClassLoader(),
              new Class<?>[] {type},
              (proxy, method, arguments) -> {
                var name = type.getSimpleName() + "." + method.getName();
                step("is about to call " + name);
                try {
                  var result = method.invoke(port, arguments);
                  step("has called " + name);
                  return result;
                } catch (InvocationTargetException failed) {
                  throw failed.getCause();
                }
              }));
    }
  }
}
