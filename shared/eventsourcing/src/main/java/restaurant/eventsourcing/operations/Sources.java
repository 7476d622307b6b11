package restaurant.eventsourcing.operations;

import restaurant.eventsourcing.EventHistory;
import restaurant.eventsourcing.EventStore;

/** The events of every service. */
public interface Sources {

  EventStore eventStore(String service);

  EventHistory eventHistory(String service);
}
