package dev.eventfold.gcp;

import com.fasterxml.jackson.databind.JsonNode;
import dev.eventfold.concurrent.Backoff;
import dev.eventfold.concurrent.Parallel;
import dev.eventfold.documents.DocumentReader;
import dev.eventfold.documents.QueryStore;
import dev.eventfold.events.RecordedEvent;
import dev.eventfold.operations.CurrentViews;
import dev.eventfold.personal.KeyedHash;
import dev.eventfold.personal.PersonKeys;
import dev.eventfold.personal.PersonalData;
import dev.eventfold.processes.Outside;
import dev.eventfold.store.EventBus;
import dev.eventfold.store.EventLog;
import dev.eventfold.store.EventStore;
import dev.eventfold.store.EventStores;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ServiceLoader;

/**
 * What a function needs from outside. Google's unless a provider on the class path says otherwise:
 * the local run brings one that keeps everything in memory.
 */
public interface Backend extends EventStores {

  /** The event store of a service. */
  @Override
  EventStore eventStore(String service);

  /** All events of a service, for those who look after the system. */
  @Override
  EventLog eventLog(String service);

  /** The one query store. */
  QueryStore queryStore();

  /** Views as readers see them: each where it is current. */
  default DocumentReader currentViews() {
    return new CurrentViews(queryStore(), clock());
  }

  /** The topic of a service. */
  EventBus eventBus(String service);

  /** The keys of persons: for services that have something of theirs, see {@link PersonalData}. */
  default PersonKeys personKeys() {
    throw new IllegalStateException("This backend keeps no keys of persons.");
  }

  /** How such services hash what could be guessed. */
  default KeyedHash keyedHash() {
    throw new IllegalStateException("This backend has no key for hashes.");
  }

  /** The same, as it is seen by code that may open what is of persons. */
  default Backend opening(PersonalData data) {
    return data.isEmpty() ? this : new OpeningBackend(this, data);
  }

  /**
   * An event as it may be shown to the person that it tells of, whichever service it is of: with
   * all that is sealed in it opened.
   */
  default RecordedEvent disclosed(RecordedEvent event) {
    return event;
  }

  /** The same of a document's body. */
  default JsonNode disclosed(String view, String id, JsonNode body) {
    return body;
  }

  /** Whoever does what effects ask for. */
  default Outside outside() {
    return Outside.NONE;
  }

  /** What time it is. */
  default InstantSource clock() {
    return InstantSource.system();
  }

  /** How long to stand back after a lost race. */
  default Backoff backoff() {
    return Backoff.jitter(Duration.ofMillis(10));
  }

  /** How to do several things at once. */
  default Parallel parallel() {
    return Parallel.threads(16);
  }

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
