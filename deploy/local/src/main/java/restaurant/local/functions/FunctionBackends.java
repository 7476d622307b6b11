package restaurant.local.functions;

import dev.eventfold.gcp.Backend;
import dev.eventfold.gcp.Settings;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * The backends of functions in this process, by name: several systems can run in one process, and
 * functions are made without arguments.
 */
public final class FunctionBackends {

  /** The setting that names one of them. */
  public static final String SETTING = "RESTAURANT_BACKEND";

  private static final Map<String, Supplier<Backend>> ALL = new ConcurrentHashMap<>();

  private FunctionBackends() {}

  /**
   * Makes it the backend of the functions that are made while the setting has a name.
   *
   * @return the name
   */
  public static String add(Supplier<Backend> backend) {
    var name = UUID.randomUUID().toString();
    ALL.put(name, backend);
    return name;
  }

  /** Ends that. */
  public static void remove(String name) {
    ALL.remove(name);
  }

  /** Found by {@link Backend#current}. */
  public static final class Provider implements Backend.Provider {

    @Override
    public boolean isWanted() {
      return Settings.get(SETTING).isPresent();
    }

    @Override
    public Backend backend() {
      return ALL.get(Settings.get(SETTING).orElseThrow()).get();
    }
  }
}
