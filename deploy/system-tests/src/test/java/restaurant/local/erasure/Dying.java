package restaurant.local.erasure;

import com.google.cloud.functions.CloudEventsFunction;
import com.google.cloud.functions.HttpFunction;
import com.google.cloud.functions.HttpRequest;
import com.google.cloud.functions.HttpResponse;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.ForwardingBackend;
import dev.eventfold.gcp.service.FunctionKind;
import dev.eventfold.gcp.service.FunctionSpec;
import dev.eventfold.gcp.service.Service;
import dev.eventfold.personal.PersonKeys;
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

  private static FunctionSpec function;
  private static int last;
  private static int taken;
  private static String before;
  private static String lastStep;
  private static boolean dead;

  private Dying() {}

  /** Lets the next instance of a function live for so many steps. */
  static synchronized void after(FunctionSpec of, int steps) {
    function = of;
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

    private final HttpFunction http = owner().http(function.name(), new Ports(Backend.current()));

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
    return Restaurant.SYSTEM.service(function.service());
  }

  /** The one of these that stands in for a function. */
  static Class<?> entryPoint(FunctionSpec of) {
    return of.kind() == FunctionKind.PUBLISHER ? Publisher.class : Http.class;
  }

  /** What such a function has of the world. */
  private static final class Ports extends ForwardingBackend {

    Ports(Backend backend) {
      super(backend);
    }

    @Override
    public EventStore eventStore(String service) {
      return mortal(EventStore.class, super.eventStore(service));
    }

    @Override
    public EventLog eventLog(String service) {
      return mortal(EventLog.class, super.eventLog(service));
    }

    @Override
    public QueryStore queryStore() {
      return mortal(QueryStore.class, super.queryStore());
    }

    @Override
    public EventBus eventBus(String service) {
      return mortal(EventBus.class, super.eventBus(service));
    }

    @Override
    public PersonKeys personKeys() {
      return mortal(PersonKeys.class, super.personKeys());
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
