package restaurant.google;

import java.util.ServiceLoader;
import restaurant.eventsourcing.EventBus;
import restaurant.eventsourcing.EventStore;
import restaurant.eventsourcing.QueryStore;

/**
 * What a function needs from outside. Google's unless a provider on the class path says otherwise:
 * the local run brings one that keeps everything in memory.
 */
public interface Backend {

  /** The event store of a service. */
  EventStore eventStore(String service);

  /** The one query store. */
  QueryStore queryStore();

  /** The topic of a service. */
  EventBus eventBus(String service);

  /** Makes a backend, where the settings ask for it. */
  interface Provider {
    /** Whether the settings ask for this one. */
    boolean isWanted();

    /** The same backend at every call. */
    Backend backend();
  }

  /** The backend of this process. */
  static Backend current() {
    return ServiceLoader.load(Provider.class).stream()
        .map(ServiceLoader.Provider::get)
        .filter(Provider::isWanted)
        .findFirst()
        .map(Provider::backend)
        .orElseGet(GoogleBackend::shared);
  }
}
